/** Verification, health and what the system page tells. */
@NullMarked
package org.huiyin.operations;

import org.jspecify.annotations.NullMarked;
