@NullMarked
package org.huiyin.web.api;

import org.jspecify.annotations.NullMarked;
