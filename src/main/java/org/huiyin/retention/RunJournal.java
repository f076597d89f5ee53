package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes down each run of the purge, in the database and in the metrics: a scheduler that stands still shows here. */
@Component
class RunJournal {
  private final JdbcClient jdbc;
  private final HuiyinHome home;
  private final Clock clock;
  private final MeterRegistry meters;
  private final AtomicLong lastFinished = new AtomicLong();

  RunJournal(JdbcClient jdbc, HuiyinHome home, Clock clock, MeterRegistry meters) {
    this.jdbc = jdbc;
    this.home = home;
    this.clock = clock;
    this.meters = meters;
    Gauge.builder("huiyin.purge.finished", lastFinished, AtomicLong::get).baseUnit("seconds")
        .description("when this node's last purge came to its end, in seconds since 1970; 0 before the first").register(meters);
  }

  Run begin() {
    var id = UUID.randomUUID();
    var at = clock.instant();
    jdbc.sql("insert into retention_run (id, node, started_at, destroyed, failed) values (?, ?, ?, 0, 0)")
        .params(id, home.node(), SqlTime.of(at)).update();
    return new Run(id, at);
  }

  @Nullable
  Instant lastFinished() {
    return Optional.ofNullable(jdbc.sql("select max(finished_at) as finished from retention_run")
        .query((row, _) -> Optional.ofNullable(SqlTime.readNullable(row, "finished"))).single()).flatMap(finished -> finished).orElse(null);
  }

  final class Run {
    private final UUID id;
    private final Instant startedAt;
    private int destroyed;
    private int failed;

    private Run(UUID id, Instant startedAt) {
      this.id = id;
      this.startedAt = startedAt;
    }

    UUID id() {
      return id;
    }

    void progress(int destroyedSoFar, int failedSoFar) {
      meters.counter("huiyin.purge.destroyed").increment(destroyedSoFar - destroyed);
      meters.counter("huiyin.purge.failed").increment(failedSoFar - failed);
      destroyed = destroyedSoFar;
      failed = failedSoFar;
      jdbc.sql("update retention_run set destroyed = ?, failed = ? where id = ?").params(destroyed, failed, id).update();
    }

    /** Whether this run has destroyed or tried something already. */
    boolean started() {
      return destroyed + failed > 0;
    }

    void waits(String reason) {
      meters.counter("huiyin.purge.waited").increment();
      jdbc.sql("update retention_run set waited = ? where id = ?").params(reason, id).update();
    }

    void finish() {
      var at = clock.instant();
      jdbc.sql("update retention_run set finished_at = ? where id = ?").params(SqlTime.of(at), id).update();
      lastFinished.set(at.getEpochSecond());
      meters.timer("huiyin.purge.run").record(Duration.between(startedAt, at));
    }
  }
}
