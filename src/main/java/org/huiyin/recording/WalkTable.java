package org.huiyin.recording;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.StoreWatch.Damage;
import org.huiyin.recording.StoreWatch.Walked;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code recording_walk} and {@code recording_damage}. */
@Component
class WalkTable {
  private static final int LONGEST = 300;
  private static final int MOST = 1000;

  private final JdbcClient jdbc;

  WalkTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param after the last recording that was examined; null at the beginning of a lap */
  record Place(@Nullable RecordingId after, Walked walked) {
  }

  Optional<Place> place() {
    return jdbc.sql("select * from recording_walk where id = 1").query((row, _) -> {
      var after = row.getObject("after_id", UUID.class);
      var ended = row.getObject("finished_at", OffsetDateTime.class);
      return new Place(after == null ? null : new RecordingId(after),
          new Walked(row.getInt("lap"), row.getLong("examined"), ended == null ? null : ended.toInstant()));
    }).optional();
  }

  void begin(Instant now) {
    jdbc.sql("insert into recording_walk (id, lap, examined, began_at) values (1, 0, 0, :now) on conflict do nothing")
        .param("now", utc(now)).update();
  }

  void walkedTo(RecordingId after, long examined) {
    jdbc.sql("update recording_walk set after_id = :after, examined = examined + :examined where id = 1").param("after", after.value())
        .param("examined", examined).update();
  }

  void lapEnded(Instant now) {
    jdbc.sql("update recording_walk set after_id = null, lap = lap + 1, examined = 0, began_at = :now, finished_at = :now where id = 1")
        .param("now", utc(now)).update();
  }

  /** @return whether this was not known before */
  boolean damaged(RecordingId id, String what, Instant now) {
    return jdbc.sql("insert into recording_damage (recording, what, found_at) values (:id, :what, :now) on conflict do nothing")
        .param("id", id.value()).param("what", what.substring(0, Math.min(what.length(), LONGEST))).param("now", utc(now)).update() == 1;
  }

  /** @return whether it was known as damaged */
  boolean sound(RecordingId id) {
    return jdbc.sql("delete from recording_damage where recording = :id").param("id", id.value()).update() == 1;
  }

  List<Damage> damages() {
    return jdbc
        .sql("select recording, what, found_at from recording_damage order by found_at, recording fetch first " + MOST + " rows only")
        .query((row, _) -> new Damage(new RecordingId(row.getObject("recording", UUID.class)), row.getString("what"),
            row.getObject("found_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  long count() {
    return jdbc.sql("select count(*) from recording_damage").query(Long.class).single();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
