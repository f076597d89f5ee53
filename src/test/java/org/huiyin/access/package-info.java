/** Who may see, hear and change what. */
@NullMarked
package org.huiyin.access;

import org.jspecify.annotations.NullMarked;
