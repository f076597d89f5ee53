/** What the hotline costs and how fast it is, measured beside something a reader knows. {@code ./huiyin bench [NAME] [--full]} */
@NullMarked
package org.huiyin.bench;

import org.jspecify.annotations.NullMarked;
