@NullMarked
package org.huiyin.call;

import org.jspecify.annotations.NullMarked;
