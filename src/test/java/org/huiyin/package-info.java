/** What holds for the house as a whole. */
@NullMarked
package org.huiyin;

import org.jspecify.annotations.NullMarked;
