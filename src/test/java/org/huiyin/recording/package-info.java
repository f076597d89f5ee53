@NullMarked
package org.huiyin.recording;

import org.jspecify.annotations.NullMarked;
