package org.huiyin.flow;

import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

/**
 * What a call finds when it comes in. It keeps this to its end, though the desk may close meanwhile.
 *
 * @param now in the community's time
 * @param opens after hours, when somebody will be there; null if nobody knows
 * @param nightNumber the community's own, digits; empty for none
 */
record Situation(boolean attended, ZonedDateTime now, @Nullable ZonedDateTime opens, String nightNumber) {
}
