/** Who comes in and what they may do: accounts, sessions, tokens, the rules of every address. */
@NullMarked
package org.huiyin.web.security;

import org.jspecify.annotations.NullMarked;
