@NullMarked
package org.huiyin.ticket;

import org.jspecify.annotations.NullMarked;
