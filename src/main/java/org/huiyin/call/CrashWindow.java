package org.huiyin.call;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A time during which a part of the hotline was gone without having been stopped.
 *
 * @param part {@code asterisk}, {@code service}, or {@code supervisor}: then the machine or all of it went down
 * @param from when it died; null when nobody was left to write that down
 * @param to when it was started again; null while it is away
 */
public record CrashWindow(String part, @Nullable Instant from, @Nullable Instant to) {
  /** Whether any of the time between the two moments lies in it. One without a beginning began at an unknown moment before its end. */
  public boolean touches(Instant begin, Instant end) {
    return (from == null || !from.isAfter(end)) && (to == null || !to.isBefore(begin));
  }
}
