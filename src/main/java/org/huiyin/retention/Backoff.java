package org.huiyin.retention;

import java.time.Duration;

/** How long a destruction that failed is left alone; the nightly run tries it in any case. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofHours(12);
  private static final int DOUBLINGS = 10;

  private Backoff() {
  }

  /** @param failures how often it has failed in a row, from 1 */
  static Duration after(int failures) {
    var wait = FIRST.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS));
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
