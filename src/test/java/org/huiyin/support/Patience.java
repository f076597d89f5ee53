package org.huiyin.support;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;

/** Waits for what another thread or process does by itself. */
public final class Patience {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Patience() {
  }

  /**
   * Looks until it has come true. What fails in another thread meanwhile is no failure of the one who waits: tests run side by side.
   *
   * @throws org.awaitility.core.ConditionTimeoutException with {@code what} if it has not come true within the limit
   */
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    Awaitility.await(what).dontCatchUncaughtExceptions().pollDelay(Duration.ZERO).pollInterval(BETWEEN_LOOKS).atMost(limit)
        .until(condition);
  }
}
