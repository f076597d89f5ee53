package org.huiyin.retention;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The listeners work by themselves, and what they do depends on the moment at which they do it. */
final class Listeners {
  private Listeners() {
  }

  /** Waits until they have heard of all that has happened so far. */
  static void haveHeard(JdbcClient jdbc) {
    Awaitility.await("every event is delivered").atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(2))
        .until(() -> jdbc.sql("select count(*) from event_publication").query(Long.class).single() == 0);
  }

  /** Gives them this time; who waits for a row that the caller holds needs longer. */
  static void hearWithin(Duration time, JdbcClient jdbc) {
    try {
      Awaitility.await().atMost(time).until(() -> jdbc.sql("select count(*) from event_publication").query(Long.class).single() == 0);
    } catch (ConditionTimeoutException e) {
      // They wait.
    }
  }
}
