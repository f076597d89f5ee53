/** The guards, asked over real HTTP. */
@NullMarked
package org.huiyin.web.security;

import org.jspecify.annotations.NullMarked;
