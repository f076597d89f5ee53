package org.huiyin.recording;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlIds;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which wrapping keys there are and were, what each of them wraps, and who turns them over now. */
@Component
class WrappingKeys {
  private final JdbcClient jdbc;

  WrappingKeys(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param retireAt when the next one takes its place
   * @param emptied since when no recording's key is wrapped by it
   * @param doomed from then on nothing may be wrapped by it
   * @param promised the latest day on which a certificate says that it is gone
   */
  record Life(int id, Instant made, Instant retireAt, @Nullable Instant retired, @Nullable Instant emptied, @Nullable Instant doomed,
      @Nullable Instant destroyed, @Nullable Instant promised) {
    boolean alive() {
      return destroyed == null;
    }
  }

  /** A recording's key as it is wrapped now. */
  record Wrapped(RecordingId recording, byte[] key) {
  }

  List<Life> all() {
    return jdbc.sql("select * from recording_wrapping_key order by made_at, id").query(WrappingKeys::life).list();
  }

  /** @return false when it is known already */
  boolean add(int id, Instant made, Instant retireAt) {
    return jdbc.sql("insert into recording_wrapping_key (id, made_at, retire_at) values (?, ?, ?) on conflict do nothing")
        .params(id, SqlTime.of(made), SqlTime.of(retireAt)).update() == 1;
  }

  /** This one wraps from now on, every other one that lives does no more. */
  void activate(int id, Instant now) {
    jdbc.sql("update recording_wrapping_key set retired_at = null, emptied_at = null where id = ? and doomed_at is null").param(id)
        .update();
    jdbc.sql("update recording_wrapping_key set retired_at = ? where id <> ? and retired_at is null and destroyed_at is null")
        .params(SqlTime.of(now), id).update();
  }

  void emptied(int id, Instant at) {
    jdbc.sql("update recording_wrapping_key set emptied_at = ? where id = ?").params(SqlTime.of(at), id).update();
  }

  void notEmpty(int id) {
    jdbc.sql("update recording_wrapping_key set emptied_at = null where id = ?").param(id).update();
  }

  void doomed(int id, Instant at) {
    jdbc.sql("update recording_wrapping_key set doomed_at = coalesce(doomed_at, ?) where id = ?").params(SqlTime.of(at), id).update();
  }

  void destroyed(int id, Instant at) {
    jdbc.sql("update recording_wrapping_key set destroyed_at = ? where id = ? and destroyed_at is null").params(SqlTime.of(at), id)
        .update();
  }

  void promised(int id, Instant at) {
    jdbc.sql("update recording_wrapping_key set promised_at = ? where id = ? and (promised_at is null or promised_at < ?)")
        .params(SqlTime.of(at), id, SqlTime.of(at)).update();
  }

  /** In a transaction: no sealing wraps by it until the transaction ends. */
  void lock(int id) {
    jdbc.sql("select id from recording_wrapping_key where id = ? for update").param(id).query(Integer.class).optional();
  }

  /** Whether any recording's key is wrapped by it. */
  boolean wraps(int id) {
    return jdbc.sql("select id from recording_recording where wrapping_key = ? fetch first 1 rows only").param(id)
        .query((row, _) -> true).optional().isPresent();
  }

  long countWrappedBy(int id) {
    return jdbc.sql("select count(*) from recording_recording where wrapping_key = ?").param(id).query(Long.class).single();
  }

  /** The wrapping keys without which some recording could not be heard. */
  Set<Integer> needed() {
    return Set.copyOf(
        jdbc.sql("select distinct wrapping_key from recording_recording where wrapping_key is not null").query(Integer.class).list());
  }

  List<Wrapped> wrappedBy(int id, @Nullable RecordingId after, int limit) {
    return jdbc.sql("select id, wrapped_key from recording_recording where wrapping_key = ? and id > ? order by id fetch first " + limit
        + " rows only").params(id, after == null ? new UUID(0, 0) : after.value()).query(WrappingKeys::wrapped).list();
  }

  /** Rows from before it was noted which key wraps them. */
  List<Wrapped> unnoted(@Nullable RecordingId after, int limit) {
    return jdbc.sql("select id, wrapped_key from recording_recording where wrapped_key is not null and wrapping_key is null and id > ?"
        + " order by id fetch first " + limit + " rows only").param(after == null ? new UUID(0, 0) : after.value())
        .query(WrappingKeys::wrapped).list();
  }

  void note(RecordingId recording, int id) {
    jdbc.sql("update recording_recording set wrapping_key = ? where id = ? and wrapped_key is not null").params(id, recording.value())
        .update();
  }

  /** @return false when the recording was destroyed meanwhile: nothing of its key is brought back */
  boolean rewrapped(RecordingId recording, int from, int to, byte[] key) {
    return jdbc.sql("update recording_recording set wrapped_key = ?, wrapping_key = ? where id = ? and wrapping_key = ?")
        .params(key, to, recording.value(), from).update() == 1;
  }

  Map<RecordingId, Integer> lastOf(Collection<RecordingId> recordings) {
    var lastOf = new HashMap<RecordingId, Integer>();
    if (!recordings.isEmpty()) {
      jdbc.sql("select id, coalesce(wrapping_key, last_wrapping_key) as wrapping_key from recording_recording where id = any(:ids) "
          + "and coalesce(wrapping_key, last_wrapping_key) is not null").param("ids", SqlIds.of(recordings, RecordingId::value))
          .query(row -> {
            lastOf.put(new RecordingId(row.getObject("id", UUID.class)), row.getInt("wrapping_key"));
          });
    }
    return lastOf;
  }

  /** In a transaction: takes the turning over for one worker. @return its count, empty while somebody else is at it */
  Optional<Long> claim(String owner, Instant now, Duration lease) {
    long fence = jdbc.sql("select fence from recording_turnover where id = 1 for update").query(Long.class).single() + 1;
    int taken = jdbc.sql("""
        update recording_turnover set fence = ?, lease_owner = ?, lease_until = ?
        where id = 1 and (lease_until is null or lease_until <= ?)""")
        .params(fence, owner, SqlTime.of(now.plus(lease)), SqlTime.of(now)).update();
    return taken == 1 ? Optional.of(fence) : Optional.empty();
  }

  /** In a transaction: nobody else turns over until it ends. @return false when somebody else has taken over */
  boolean hold(long fence, Instant until) {
    return jdbc.sql("update recording_turnover set lease_until = ? where id = 1 and fence = ?").params(SqlTime.of(until), fence)
        .update() == 1;
  }

  void letGo(long fence) {
    jdbc.sql("update recording_turnover set lease_owner = null, lease_until = null where id = 1 and fence = ?").param(fence).update();
  }

  private static Wrapped wrapped(ResultSet row, int number) throws SQLException {
    return new Wrapped(new RecordingId(row.getObject("id", UUID.class)), row.getBytes("wrapped_key"));
  }

  private static Life life(ResultSet row, int number) throws SQLException {
    return new Life(row.getInt("id"), SqlTime.read(row, "made_at"), SqlTime.read(row, "retire_at"),
        SqlTime.readNullable(row, "retired_at"), SqlTime.readNullable(row, "emptied_at"), SqlTime.readNullable(row, "doomed_at"),
        SqlTime.readNullable(row, "destroyed_at"), SqlTime.readNullable(row, "promised_at"));
  }
}
