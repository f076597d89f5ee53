@NullMarked
package org.huiyin.web.console;

import org.jspecify.annotations.NullMarked;
