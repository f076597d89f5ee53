@NullMarked
package org.huiyin.messaging;

import org.jspecify.annotations.NullMarked;
