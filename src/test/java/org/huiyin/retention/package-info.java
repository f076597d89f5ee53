@NullMarked
package org.huiyin.retention;

import org.jspecify.annotations.NullMarked;
