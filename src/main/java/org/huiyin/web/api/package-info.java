/** The REST API below {@code /api/v1}: resources, errors as problem details, audio in ranges. */
@NullMarked
package org.huiyin.web.api;

import org.jspecify.annotations.NullMarked;
