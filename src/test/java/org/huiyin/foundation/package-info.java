@NullMarked
package org.huiyin.foundation;

import org.jspecify.annotations.NullMarked;
