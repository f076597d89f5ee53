package org.huiyin.retention;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The listeners work by themselves, and what they do depends on the moment at which they do it. */
final class Listeners {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(2);

  private Listeners() {
  }

  /** Waits until they have heard of all that has happened so far. */
  static void haveHeard(JdbcClient jdbc) {
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (jdbc.sql("select count(*) from event_publication").query(Long.class).single() > 0) {
      if (System.nanoTime() > limit) {
        throw new AssertionError("an event was not delivered within " + PATIENCE);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }
}
