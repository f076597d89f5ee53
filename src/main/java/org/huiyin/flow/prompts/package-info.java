/** What callers hear: the texts, the numbers that are put together from pieces, and the sounds that are made from both. Plain Java, so that the
 * launcher can make the sounds before the service starts. */
@NullMarked
package org.huiyin.flow.prompts;

import org.jspecify.annotations.NullMarked;
