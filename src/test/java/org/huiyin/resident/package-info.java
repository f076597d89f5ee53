@NullMarked
package org.huiyin.resident;

import org.jspecify.annotations.NullMarked;
