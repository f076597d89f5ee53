/** What tests of several modules share: databases that are really started, a clock that is set by hand. */
@NullMarked
package org.huiyin.support;

import org.jspecify.annotations.NullMarked;
