@NullMarked
package org.huiyin.directory;

import org.jspecify.annotations.NullMarked;
