/** The whole hotline, every part real: residents dial it with SIPp, and what became of their calls is read as the staff would read it. */
@NullMarked
package org.huiyin.hotline;

import org.jspecify.annotations.NullMarked;
