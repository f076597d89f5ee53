/** Violations of the house rules, on purpose: a rule that does not find its own is no rule. */
@NullMarked
package org.huiyin.seeded;

import org.jspecify.annotations.NullMarked;
