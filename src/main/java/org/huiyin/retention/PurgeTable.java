package org.huiyin.retention;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlIds;
import org.huiyin.foundation.SqlTime;
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
    if (postgres) {
      jdbc.execute(WHO_STANDS_STILL_LETS_GO);
    }
    var locked = jdbc.query(LOCK, RetentionRow::read, (Object) SqlIds.of(recordings, RecordingId::value)).stream()
        .collect(Collectors.toMap(RetentionRow::recording, row -> row));
    return recordings.stream().map(locked::get).filter(Objects::nonNull).toList();
  }

  /**
   * Takes rows for one worker; every earlier one has lost them. Each fence counts on by one. Taken always in the same order, as they are locked.
   *
   * @return those of them whose lease and moment are still as they were read
   */
  List<RetentionRow> leased(List<RetentionRow> rows, UUID run, Instant until) {
    var ordered = rows.stream().sorted(Comparator.comparing(row -> row.recording().toString())).toList();
    var counts = jdbc.batchUpdate("""
        update retention_recording set fence = fence + 1, lease_owner = ?, run = ?, lease_until = ?
        where recording = ? and fence = ? and purge_at = ? and lease_until is not distinct from ?""",
        ordered.stream().map(row -> new Object[]{run.toString(), run, SqlTime.of(until), row.recording().value(), row.lease().fence(),
            SqlTime.of(Objects.requireNonNull(row.purgeAt())), row.lease().until() == null ? null : SqlTime.of(row.lease().until())})
            .toList());
    return IntStream.range(0, counts.length).filter(i -> counts[i] == 1).mapToObj(ordered::get).toList();
  }

  /** Whatever they have become in this transaction. */
  void letGo(List<RetentionRow> rows) {
    jdbc.batchUpdate("update retention_recording set lease_owner = null, lease_until = null where recording = ? and fence = ?",
        rows.stream().map(row -> new Object[]{row.recording().value(), row.lease().fence()}).toList());
  }

  /**
   * @param audioHashes of those recordings that have one; the others keep what the row says
   * @param version of the rules that decided
   */
  void keysDestroyed(List<RetentionRow> rows, Map<RecordingId, String> audioHashes, int version, Instant at, Instant leaseUntil) {
    step(rows, Life.State.KEY_DESTROYED, "key_destroyed_at = ?, policy_version = ?, lease_until = ?", SqlTime.of(at), version,
        SqlTime.of(leaseUntil));
    // Only what was registered before it was sealed has another than its row.
    jdbc.batchUpdate("update retention_recording set audio_hash = ? where recording = ?",
        rows.stream().filter(row -> !audioHashes.getOrDefault(row.recording(), row.audioHash()).equals(row.audioHash()))
            .map(row -> new Object[]{audioHashes.get(row.recording()), row.recording().value()}).toList());
  }

  void objectsDeleted(List<RetentionRow> rows, Instant at, Instant leaseUntil) {
    step(rows, Life.State.OBJECT_DELETED, "object_deleted_at = ?, lease_until = ?", SqlTime.of(at), SqlTime.of(leaseUntil));
  }

  /** @param at when those were found absent that no earlier release of the service has found absent */
  void certified(List<RetentionRow> rows, Instant at) {
    changed(rows, "state = 'CERTIFIED', destroyed_at = coalesce(destroyed_at, ?), purge_at = null, lease_owner = null, lease_until = null, "
        + "failed_at = null, failure = null, next_try_at = null", SqlTime.of(at));
  }

  /** Those calls that have a recording which is not gone, besides these rows. */
  Set<CallId> withOthersLeft(List<RetentionRow> rows) {
    var these = rows.stream().map(RetentionRow::recording).collect(Collectors.toSet());
    return rows.isEmpty()
        ? Set.of()
        : jdbc.query("select * from retention_recording where call_id = any(?) and state not in ('VERIFIED_ABSENT', 'CERTIFIED')",
            RetentionRow::read, (Object) SqlIds.of(rows, row -> row.call().value())).stream()
            .filter(row -> !these.contains(row.recording())).map(RetentionRow::call).collect(Collectors.toSet());
  }

  void failed(RecordingId recording, long fence, Instant at, Instant nextTry, String failure) {
    jdbc.update("""
        update retention_recording set failures = failures + 1, failed_at = ?, failure = ?, next_try_at = ?, lease_owner = null,
        lease_until = null where recording = ? and fence = ? and purge_at is not null""", SqlTime.of(at),
        failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)), SqlTime.of(nextTry), recording.value(), fence);
  }

  private void step(List<RetentionRow> rows, Life.State to, String set, Object... values) {
    rows.forEach(row -> row.state().requireMayBecome(to));
    changed(rows, "state = '" + to + "', " + set, values);
  }

  /** Every step names the state that it leaves and the fence that it holds; rows that have both in common are changed by one statement. */
  private void changed(List<RetentionRow> rows, String set, Object... values) {
    rows.stream().collect(Collectors.groupingBy(row -> List.of(row.state().name(), row.lease().fence()))).forEach((held, same) -> {
      var parameters = new ArrayList<>(Arrays.asList(values));
      parameters.add(SqlIds.of(same, row -> row.recording().value()));
      parameters.addAll(held);
      int count = jdbc.update("update retention_recording set " + set + " where recording = any(?) and state = ? and fence = ?",
          parameters.toArray());
      if (count != same.size()) {
        throw new IllegalStateException(
            "some of these recordings are in other hands: " + same.stream().map(RetentionRow::recording).toList());
      }
    });
  }
}
