@NullMarked
package org.huiyin.web;

import org.jspecify.annotations.NullMarked;
