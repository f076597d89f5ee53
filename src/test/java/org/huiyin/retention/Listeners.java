package org.huiyin.retention;

import java.time.Duration;

import org.awaitility.core.ConditionTimeoutException;
import org.huiyin.support.Patience;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The listeners work by themselves, and what they do depends on the moment at which they do it. */
final class Listeners {
  private Listeners() {
  }

  /** Waits until they have heard of all that has happened so far. */
  static void haveHeard(JdbcClient jdbc) {
    until(Duration.ofSeconds(20), jdbc);
  }

  /** Gives them this time; who waits for a row that the caller holds needs longer. */
  static void hearWithin(Duration time, JdbcClient jdbc) {
    try {
      until(time, jdbc);
    } catch (ConditionTimeoutException e) {
      // They wait.
    }
  }

  private static void until(Duration limit, JdbcClient jdbc) {
    Patience.until("every event is delivered", limit,
        () -> jdbc.sql("select count(*) from event_publication").query(Long.class).single() == 0);
  }
}
