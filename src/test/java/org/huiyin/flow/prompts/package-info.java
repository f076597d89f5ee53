@NullMarked
package org.huiyin.flow.prompts;

import org.jspecify.annotations.NullMarked;
