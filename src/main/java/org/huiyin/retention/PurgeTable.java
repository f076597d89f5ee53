package org.huiyin.retention;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlIds;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What a purge writes into {@code retention_recording}, many rows at once. Which step may follow which is the purge's business. */
@Component
class PurgeTable {
  private static final String LOCK = "select * from retention_recording where recording = any(?) order by recording for update";
  private static final int LONGEST_FAILURE = 300;
  /** PostgreSQL then takes the rows from a worker that stands still in the middle of a transaction, which it cannot commit any more. */
  private static final String WHO_STANDS_STILL_LETS_GO = "set local idle_in_transaction_session_timeout = '15s'";

  private final JdbcTemplate jdbc;
  private final boolean postgres;

  PurgeTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.postgres = Boolean.TRUE
        .equals(jdbc.execute((Connection connection) -> connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")));
  }

  /**
   * In a transaction: nobody else changes the rows until it ends. Locked always in the same order, so that two never wait for each other.
   *
   * @return in the order that was asked for
   */
  List<RetentionRow> lock(List<RecordingId> recordings) {
    if (recordings.isEmpty()) {
      return List.of();
    }
    letGoSoon();
    var locked = jdbc.query(LOCK, RetentionRow::read, (Object) SqlIds.of(recordings, RecordingId::value)).stream()
        .collect(Collectors.toMap(RetentionRow::recording, row -> row));
    return recordings.stream().map(locked::get).filter(Objects::nonNull).toList();
  }

  /**
   * Takes rows for one worker; every earlier one has lost them. Each fence counts on by one.
   *
   * @return those of them whose fence, lease and moment were still as they were read, as they are now
   */
  List<RetentionRow> leased(List<RetentionRow> rows, UUID run, Instant until) {
    return rows.stream().collect(Collectors.groupingBy(row -> new Free(row.lease().fence(), row.lease().until()))).entrySet().stream()
        .flatMap(alike -> leased(alike.getKey(), alike.getValue(), run, until).stream().map(row -> row.leased(run, until))).toList();
  }

  /** What rows have in common that one statement takes. */
  private record Free(long fence, @Nullable Instant leaseUntil) {
  }

  private List<RetentionRow> leased(Free free, List<RetentionRow> rows, UUID run, Instant until) {
    var ids = SqlIds.of(rows, row -> row.recording().value());
    int count = jdbc.update("""
        update retention_recording set fence = fence + 1, lease_owner = ?, run = ?, lease_until = ?
        where recording = any(?) and fence = ? and purge_at is not null and lease_until is not distinct from ?""", run.toString(), run,
        SqlTime.of(until), ids, free.fence(), free.leaseUntil() == null ? null : SqlTime.of(free.leaseUntil()));
    if (count == rows.size()) {
      return rows;
    }
    var taken = Set.copyOf(jdbc.query("select recording from retention_recording where recording = any(?) and run = ? and fence = ?",
        (row, _) -> new RecordingId(Objects.requireNonNull(row.getObject(1, UUID.class))), ids, run, free.fence() + 1));
    return rows.stream().filter(row -> taken.contains(row.recording())).toList();
  }

  /** In a transaction, whatever they have become in it. */
  void letGo(List<RetentionRow> rows) {
    jdbc.batchUpdate("update retention_recording set lease_owner = null, lease_until = null where recording = ? and fence = ?",
        rows.stream().map(row -> new Object[]{row.recording().value(), row.lease().fence()}).toList());
  }

  /**
   * @param rows as they were locked in this transaction
   * @param version of the rules that decided
   * @return the rows as they are now
   */
  List<RetentionRow> keysDestroyed(List<RetentionRow> rows, int version, Instant at, Instant leaseUntil) {
    changed(rows, "state = 'KEY_DESTROYED', key_destroyed_at = ?, policy_version = ?, lease_until = ?", SqlTime.of(at), version,
        SqlTime.of(leaseUntil));
    return rows.stream().map(row -> row.keyDestroyed(at, version)).toList();
  }

  /** Only what was registered before it was sealed has another hash than its row. */
  void hashed(Map<RecordingId, String> audioHashes) {
    jdbc.batchUpdate("update retention_recording set audio_hash = ? where recording = ?",
        audioHashes.entrySet().stream().map(one -> new Object[]{one.getValue(), one.getKey().value()}).toList());
  }

  /**
   * In a transaction: nobody else changes the rows until it ends.
   *
   * @throws IllegalStateException when one of them is not any more as it was left: somebody else has taken it
   */
  void hold(List<RetentionRow> rows) {
    letGoSoon();
    alike(rows).forEach((held, same) -> {
      var ids = SqlIds.of(same, row -> row.recording().value());
      if (jdbc
          .query("select fence from retention_recording where recording = any(?) and state = ? and fence = ? order by recording for update",
              (_, _) -> true, ids, held.state().name(), held.fence())
          .size() != same.size()) {
        throw inOtherHands(same);
      }
    });
  }

  /** @param at when those objects were deleted, and found absent, that no earlier release of the service has deleted, or found absent */
  void certified(List<RetentionRow> rows, Instant at) {
    changed(rows, "state = 'CERTIFIED', object_deleted_at = coalesce(object_deleted_at, ?), destroyed_at = coalesce(destroyed_at, ?), "
        + "purge_at = null, lease_owner = null, lease_until = null, failed_at = null, failure = null, next_try_at = null", SqlTime.of(at),
        SqlTime.of(at));
  }

  /** Those of the calls that have a recording which is not gone. */
  Set<CallId> withOthersLeft(List<CallId> calls) {
    return calls.isEmpty()
        ? Set.of()
        : Set.copyOf(jdbc.query(
            "select distinct call_id from retention_recording where call_id = any(?) and state not in ('VERIFIED_ABSENT', 'CERTIFIED')",
            (row, _) -> new CallId(Objects.requireNonNull(row.getObject(1, UUID.class))), (Object) SqlIds.of(calls, CallId::value)));
  }

  void failed(RecordingId recording, long fence, Instant at, Instant nextTry, String failure) {
    jdbc.update("""
        update retention_recording set failures = failures + 1, failed_at = ?, failure = ?, next_try_at = ?, lease_owner = null,
        lease_until = null where recording = ? and fence = ? and purge_at is not null""", SqlTime.of(at),
        failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)), SqlTime.of(nextTry), recording.value(), fence);
  }

  /** What rows have in common that one statement changes. */
  private record Alike(Life.State state, long fence) {
  }

  private static Map<Alike, List<RetentionRow>> alike(List<RetentionRow> rows) {
    return rows.stream().collect(Collectors.groupingBy(row -> new Alike(row.state(), row.lease().fence())));
  }

  /** Every step names the state that it leaves and the fence that it holds; rows that have both in common are changed by one statement. */
  private void changed(List<RetentionRow> rows, String set, @Nullable Object... values) {
    alike(rows).forEach((held, same) -> {
      var parameters = new ArrayList<@Nullable Object>(Arrays.asList(values));
      parameters.addAll(List.of(SqlIds.of(same, row -> row.recording().value()), held.state().name(), held.fence()));
      if (jdbc.update("update retention_recording set " + set + " where recording = any(?) and state = ? and fence = ?",
          parameters.toArray()) != same.size()) {
        throw inOtherHands(same);
      }
    });
  }

  private static IllegalStateException inOtherHands(List<RetentionRow> rows) {
    return new IllegalStateException("some of these recordings are in other hands: " + rows.stream().map(RetentionRow::recording).toList());
  }

  private void letGoSoon() {
    if (postgres) {
      jdbc.execute(WHO_STANDS_STILL_LETS_GO);
    }
  }
}
