/** The pages people work with: calls, tickets, recordings, retention, audit, system; and what keeps an open page true. */
@NullMarked
package org.huiyin.web.console;

import org.jspecify.annotations.NullMarked;
