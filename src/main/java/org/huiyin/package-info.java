/** 回音 Huiyin: every matter gets an answer. One package below this for each module; each says in its own package-info what it promises. */
@NullMarked
package org.huiyin;

import org.jspecify.annotations.NullMarked;
