@NullMarked
package org.huiyin.flow;

import org.jspecify.annotations.NullMarked;
