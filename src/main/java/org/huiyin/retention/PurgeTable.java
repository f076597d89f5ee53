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
import java.util.function.Function;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.stereotype.Component;

/** What a purge writes into {@code retention_recording}, many rows at once. Which step may follow which is the purge's business. */
@Component
class PurgeTable {
  private static final String LOCK = "select * from retention_recording where recording in (:ids) order by recording for update";
  private static final int LONGEST_FAILURE = 300;
  /** PostgreSQL then takes the rows from a worker that stands still in the middle of a transaction, which it cannot commit any more. */
  private static final String WHO_STANDS_STILL_LETS_GO = "set local idle_in_transaction_session_timeout = '15s'";

  private final JdbcTemplate jdbc;
  private final NamedParameterJdbcTemplate named;
  private final boolean postgres;

  PurgeTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.named = new NamedParameterJdbcTemplate(jdbc);
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
    var locked = named.query(LOCK, Map.of("ids", recordings.stream().map(RecordingId::value).toList()), RetentionRow::read).stream()
        .collect(Collectors.toMap(RetentionRow::recording, row -> row));
    return recordings.stream().map(locked::get).filter(Objects::nonNull).toList();
  }

  /** Takes the rows for one worker; every earlier one has lost them. Each fence counts on by one. */
  void leased(List<RetentionRow> rows, UUID run, Instant until) {
    changed(rows,
        "update retention_recording set fence = fence + 1, lease_owner = ?, run = ?, lease_until = ? where recording = ? and fence = ?",
        row -> new Object[]{run.toString(), run, SqlTime.of(until), row.recording().value(), row.lease().fence()});
  }

  void letGo(List<RetentionRow> rows) {
    changed(rows, "update retention_recording set lease_owner = null, lease_until = null where recording = ? and fence = ?",
        row -> new Object[]{row.recording().value(), row.lease().fence()});
  }

  /**
   * @param audioHashes of those recordings that have one; the others keep what the row says
   * @param version of the rules that decided
   */
  void keysDestroyed(List<RetentionRow> rows, Map<RecordingId, String> audioHashes, int version, Instant at, Instant leaseUntil) {
    step(rows, Life.State.KEY_DESTROYED, "key_destroyed_at = ?, policy_version = ?, lease_until = ?, audio_hash = ?", row -> List
        .of(SqlTime.of(at), version, SqlTime.of(leaseUntil), audioHashes.getOrDefault(row.recording(), row.audioHash())));
  }

  void objectsDeleted(List<RetentionRow> rows, Instant at, Instant leaseUntil) {
    step(rows, Life.State.OBJECT_DELETED, "object_deleted_at = ?, lease_until = ?", _ -> List.of(SqlTime.of(at), SqlTime.of(leaseUntil)));
  }

  void verifiedAbsent(List<RetentionRow> rows, Instant at, Instant leaseUntil) {
    step(rows, Life.State.VERIFIED_ABSENT, "destroyed_at = ?, lease_until = ?", _ -> List.of(SqlTime.of(at), SqlTime.of(leaseUntil)));
  }

  void certified(List<RetentionRow> rows) {
    step(rows, Life.State.CERTIFIED,
        "purge_at = null, lease_owner = null, lease_until = null, failed_at = null, failure = null, next_try_at = null", _ -> List.of());
  }

  /** Those calls that have a recording which is not gone, besides these rows. */
  Set<CallId> withOthersLeft(List<RetentionRow> rows) {
    var these = rows.stream().map(RetentionRow::recording).collect(Collectors.toSet());
    return rows.isEmpty()
        ? Set.of()
        : named.query("select * from retention_recording where call_id in (:calls) and state not in ('VERIFIED_ABSENT', 'CERTIFIED')",
            Map.of("calls", rows.stream().map(row -> row.call().value()).toList()), RetentionRow::read).stream()
            .filter(row -> !these.contains(row.recording())).map(RetentionRow::call).collect(Collectors.toSet());
  }

  void failed(RecordingId recording, long fence, Instant at, Instant nextTry, String failure) {
    jdbc.update("""
        update retention_recording set failures = failures + 1, failed_at = ?, failure = ?, next_try_at = ?, lease_owner = null,
        lease_until = null where recording = ? and fence = ? and purge_at is not null""", SqlTime.of(at),
        failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)), SqlTime.of(nextTry), recording.value(), fence);
  }

  /** Every step names the state that it leaves and the fence that it holds. */
  private void step(List<RetentionRow> rows, Life.State to, String set, Function<RetentionRow, List<Object>> values) {
    rows.forEach(row -> row.state().requireMayBecome(to));
    changed(rows, "update retention_recording set state = '" + to + "', " + set + " where recording = ? and state = ? and fence = ?",
        row -> {
          var parameters = new ArrayList<>(values.apply(row));
          parameters.addAll(List.of(row.recording().value(), row.state().name(), row.lease().fence()));
          return parameters.toArray();
        });
  }

  private void changed(List<RetentionRow> rows, String change, Function<RetentionRow, Object[]> values) {
    var counts = jdbc.batchUpdate(change, rows.stream().map(values).toList());
    if (!Arrays.stream(counts).allMatch(count -> count == 1)) {
      throw new IllegalStateException(
          "some of these recordings are in other hands: " + rows.stream().map(RetentionRow::recording).toList());
    }
  }
}
