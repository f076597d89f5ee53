@NullMarked
package org.huiyin.approval;

import org.jspecify.annotations.NullMarked;
