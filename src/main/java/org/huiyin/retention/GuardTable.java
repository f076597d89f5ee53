package org.huiyin.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_clock} and {@code retention_forecast}. */
@Component
class GuardTable {
  private final JdbcClient jdbc;

  GuardTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  record Row(@Nullable Instant beat, @Nullable Instant auditedAccepted, @Nullable Instant acceptedUntil,
      VolumeGuard.@Nullable Accepted volume) {
  }

  record Forecast(Instant madeAt, long amount) {
  }

  Row read() {
    return jdbc.sql("select * from retention_clock where id = 1").query((row, _) -> {
      var until = SqlTime.readNullable(row, "volume_until");
      return new Row(SqlTime.readNullable(row, "beat_at"), SqlTime.readNullable(row, "audited_accepted"),
          SqlTime.readNullable(row, "accepted_until"),
          until == null ? null : new VolumeGuard.Accepted(row.getLong("volume_accepted"), until));
    }).single();
  }

  void beat(Instant at) {
    jdbc.sql("update retention_clock set beat_at = ? where id = 1").param(SqlTime.of(at)).update();
  }

  void timeConfirmed(Instant now, @Nullable Instant until, @Nullable Instant audited) {
    jdbc.sql("update retention_clock set beat_at = ?, accepted_until = ?, audited_accepted = ? where id = 1").param(SqlTime.of(now))
        .param(until == null ? null : SqlTime.of(until)).param(audited == null ? null : SqlTime.of(audited)).update();
  }

  void volumeAccepted(long amount, Instant until) {
    jdbc.sql("update retention_clock set volume_accepted = ?, volume_until = ? where id = 1").params(amount, SqlTime.of(until)).update();
  }

  Optional<Forecast> forecast(LocalDate day) {
    return jdbc.sql("select made_at, amount from retention_forecast where until_day = ?").param(day)
        .query((row, _) -> new Forecast(SqlTime.read(row, "made_at"), row.getLong("amount"))).optional();
  }

  /** The first forecast of a day stands. */
  void forecast(LocalDate until, Instant madeAt, long amount) {
    jdbc.sql("insert into retention_forecast (until_day, made_at, amount) values (?, ?, ?) on conflict do nothing")
        .params(until, SqlTime.of(madeAt), amount).update();
  }

  long destroyedSince(Instant moment) {
    return jdbc.sql("select count(*) from retention_recording where destroyed_at >= ?").param(SqlTime.of(moment)).query(Long.class)
        .single();
  }
}
