@NullMarked
package org.huiyin.audit;

import org.jspecify.annotations.NullMarked;
