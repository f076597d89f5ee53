package org.huiyin.foundation;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What was never delivered about a call does not outlive its recording. No event holds a number (a rule of the house), but each names its call. What was
 * published within the last day is on its way and is left to the listener.
 */
@Component
class OutboxErasure implements ErasureStep {
  private static final Duration ON_ITS_WAY = Duration.ofDays(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  OutboxErasure(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "outbox";
  }

  @Override
  public void erase(Collection<CallId> calls) {
    var before = SqlTime.of(clock.instant().minus(ON_ITS_WAY));
    long undelivered = jdbc.sql("select count(*) from event_publication where publication_date < ?").param(before).query(Long.class)
        .single();
    // There hardly ever are any, and looking for each call reads all of them.
    if (undelivered > 0) {
      calls.forEach(call -> jdbc.sql("delete from event_publication where publication_date < ? and serialized_event like ?")
          .params(before, "%" + call + "%").update());
    }
  }
}
