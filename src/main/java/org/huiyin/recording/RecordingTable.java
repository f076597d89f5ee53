package org.huiyin.recording;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code recording_recording}. Every transition names the state it leaves and says whether it was this one that made it. */
@Component
class RecordingTable {
  private static final String COLUMNS = """
      select id, call_id, community, state, call_started_at, length_ms, missing_ms, salvaged, audio_hash, audio_bytes, object_hash, object_bytes,
        stored_at, destroyed_at, problem, attempts""";
  private static final String FACTS = COLUMNS + " from recording_recording ";
  private static final String NEWEST_FIRST = " order by call_started_at desc, id desc fetch first :limit rows only";
  private static final int LONGEST_PROBLEM = 500;
  private static final int DUE_AT_ONCE = 1000;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;

  RecordingTable(JdbcTemplate template) {
    this.jdbc = JdbcClient.create(template);
    this.template = template;
  }

  /** @param objectBytes of the ciphertext; zero until stored */
  record Row(RecordingFacts facts, long objectBytes, int attempts) {
    RecordingId id() {
      return facts.id();
    }

    RecordingState state() {
      return facts.state();
    }
  }

  /**
   * What sealing found out.
   *
   * @param wrappingKey which one wrapped the key
   */
  record Sealed(Duration length, Duration missing, boolean salvaged, String audioHash, long audioBytes, String objectHash, long objectBytes,
      byte[] wrappedKey, int wrappingKey, byte[] peaks) {
  }

  /** @return false when the call has its recording already */
  boolean insert(RecordingId id, CallId call, CommunityId community, Instant callStartedAt, Instant now) {
    return jdbc
        .sql(
            """
                insert into recording_recording (id, call_id, community, state, call_started_at, length_ms, missing_ms, salvaged, audio_hash, audio_bytes,
                  object_hash, object_bytes, purge_policy, attempts, next_try_at)
                values (:id, :call, :community, 'SPOOLED', :started, 0, 0, false, '', 0, '', 0, '', 0, :now) on conflict do nothing""")
        .param("id", id.value()).param("call", call.value()).param("community", community.value()).param("started", utc(callStartedAt))
        .param("now", utc(now)).update() == 1;
  }

  /**
   * In a transaction.
   *
   * @throws IllegalStateException when the key's wrapping key is being destroyed: to be sealed anew
   */
  boolean stored(RecordingId id, Sealed sealed, Instant at) {
    requireUsable(sealed.wrappingKey());
    return jdbc
        .sql(
            """
                update recording_recording set state = 'STORED', length_ms = :length, missing_ms = :missing, salvaged = :salvaged, audio_hash = :audioHash,
                  audio_bytes = :audioBytes, object_hash = :objectHash, object_bytes = :objectBytes, wrapped_key = :key, wrapping_key = :wrapping, peaks = :peaks, stored_at = :at,
                  problem = null where id = :id and state = 'SPOOLED'""")
        .param("length", sealed.length().toMillis()).param("missing", sealed.missing().toMillis()).param("salvaged", sealed.salvaged())
        .param("audioHash", sealed.audioHash()).param("audioBytes", sealed.audioBytes()).param("objectHash", sealed.objectHash())
        .param("objectBytes", sealed.objectBytes()).param("key", sealed.wrappedKey()).param("wrapping", sealed.wrappingKey())
        .param("peaks", sealed.peaks()).param("at", utc(at))
        .param("id", id.value()).update() == 1;
  }

  boolean empty(RecordingId id, Duration missing, Instant at) {
    return jdbc.sql("update recording_recording set state = 'EMPTY', missing_ms = :missing, stored_at = :at, problem = null "
        + "where id = :id and state = 'SPOOLED'").param("missing", missing.toMillis()).param("at", utc(at)).param("id", id.value())
        .update() == 1;
  }

  void failed(RecordingId id, String problem, Instant nextTry) {
    jdbc.sql("update recording_recording set problem = :problem, attempts = attempts + 1, next_try_at = :next "
        + "where id = :id and state = 'SPOOLED'")
        .param("problem", problem.substring(0, Math.min(problem.length(), LONGEST_PROBLEM))).param("next", utc(nextTry))
        .param("id", id.value()).update();
  }

  /**
   * The keys and the waveforms are gone with this; the hashes stay.
   *
   * @param rows as they are expected to be
   * @return whether all of them were
   */
  boolean destroying(List<PurgeOrder> orders, Map<RecordingId, Row> rows) {
    record Alike(String policy, RecordingState from) {
    }
    return orders.stream()
        .collect(Collectors.groupingBy(order -> new Alike(order.policy(), Objects.requireNonNull(rows.get(order.recording())).state())))
        .entrySet().stream().allMatch(one -> {
          one.getKey().from().requireMayBecome(RecordingState.DESTROYING);
          return template.update(
              "update recording_recording set state = 'DESTROYING', wrapped_key = null, last_wrapping_key = wrapping_key, "
                  + "wrapping_key = null, peaks = null, purge_policy = ?, problem = null where id = any(?) and state = ?",
              one.getKey().policy(),
              SqlIds.of(one.getValue(), order -> order.recording().value()), one.getKey().from().name()) == one.getValue().size();
        });
  }

  boolean destroyed(List<RecordingId> ids, Instant at) {
    return template.update(
        "update recording_recording set state = 'DESTROYED', destroyed_at = ? where id = any(?) and state = 'DESTROYING'",
        utc(at), SqlIds.of(ids, RecordingId::value)) == ids.size();
  }

  List<Row> find(Collection<RecordingId> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(FACTS + "where id = any(:ids)").param("ids", SqlIds.of(ids, RecordingId::value)).query(RecordingTable::row)
            .list();
  }

  Optional<Row> find(RecordingId id) {
    return jdbc.sql(FACTS + "where id = :id").param("id", id.value()).query(RecordingTable::row).optional();
  }

  Optional<Row> ofCall(CallId call) {
    return jdbc.sql(FACTS + "where call_id = :call").param("call", call.value()).query(RecordingTable::row).optional();
  }

  List<Row> ofCalls(Collection<CallId> calls) {
    return calls.isEmpty()
        ? List.of()
        : jdbc.sql(FACTS + "where call_id = any(:calls)").param("calls", SqlIds.of(calls, CallId::value))
            .query(RecordingTable::row)
            .list();
  }

  /** Those of them that are here and not destroyed. */
  Set<RecordingId> alive(Collection<RecordingId> ids) {
    return ids.isEmpty()
        ? Set.of()
        : Set.copyOf(jdbc.sql("select id from recording_recording where id in (:ids) and state not in ('DESTROYING', 'DESTROYED')")
            .param("ids", ids.stream().map(RecordingId::value).toList()).query((row, _) -> id(row)).list());
  }

  /**
   * A recording and, of the same moment, what opens it.
   *
   * @param wrappedKey empty when there is none, or none any more
   */
  record Openable(Row row, Optional<byte[]> wrappedKey) {
  }

  Optional<Openable> openable(RecordingId id) {
    return jdbc.sql(COLUMNS + ", wrapped_key from recording_recording where id = :id").param("id", id.value())
        .query((row, number) -> new Openable(row(row, number), Optional.ofNullable(row.getBytes("wrapped_key")))).optional();
  }

  Optional<byte[]> wrappedKey(RecordingId id) {
    return bytes("wrapped_key", id);
  }

  Optional<byte[]> peaks(RecordingId id) {
    return bytes("peaks", id);
  }

  List<Row> newest(Set<CommunityId> communities, @Nullable RecordingFacts after, int limit) {
    if (communities.isEmpty()) {
      return List.of();
    }
    var scoped = FACTS + "where community in (:communities)";
    var query = after == null
        ? jdbc.sql(scoped + NEWEST_FIRST)
        : jdbc.sql(scoped + " and (call_started_at < :started or (call_started_at = :started and id < :id))" + NEWEST_FIRST)
            .param("started", utc(after.callStartedAt())).param("id", after.id().value());
    return query.param("communities", communities.stream().map(CommunityId::value).toList()).param("limit", limit)
        .query(RecordingTable::row).list();
  }

  /** What waits to be sealed and whose next try has come, the oldest call first. */
  List<RecordingId> due(Instant now) {
    return jdbc.sql("select id from recording_recording where state = 'SPOOLED' and next_try_at <= :now order by call_started_at "
        + "fetch first " + DUE_AT_ONCE + " rows only").param("now", utc(now)).query((row, _) -> id(row)).list();
  }

  /** A page of all recordings in the order of their ids. */
  List<Row> page(@Nullable RecordingId after, int limit) {
    return after == null
        ? jdbc.sql(FACTS + "order by id fetch first :limit rows only").param("limit", limit).query(RecordingTable::row).list()
        : jdbc.sql(FACTS + "where id > :after order by id fetch first :limit rows only").param("after", after.value()).param("limit", limit)
            .query(RecordingTable::row).list();
  }

  Optional<RecordingId> anyWithKey() {
    return jdbc.sql("select id from recording_recording where wrapped_key is not null order by stored_at desc fetch first 1 rows only")
        .query((row, _) -> id(row)).optional();
  }

  long backlog() {
    return jdbc.sql("select count(*) from recording_recording where state = 'SPOOLED'").query(Long.class).single();
  }

  long storedBytes() {
    return jdbc.sql("select coalesce(sum(object_bytes), 0) from recording_recording where state = 'STORED'").query(Long.class).single();
  }

  /**
   * Makes what is committed survive a power cut. PostgreSQL does so with every commit; H2 only hands it to the operating system, and files are about to be
   * deleted because of it.
   */
  void force() {
    template.execute((Connection connection) -> {
      if (connection.getMetaData().getDatabaseProductName().equals("H2")) {
        try (var statement = connection.createStatement()) {
          statement.execute("checkpoint sync");
        }
      }
      return true;
    });
  }

  /** Locked first, and looked at then: so the destruction of a wrapping key sees this recording, or is seen here. */
  private void requireUsable(int wrappingKey) {
    jdbc.sql("select id from recording_wrapping_key where id = ? for update").param(wrappingKey).query(Integer.class).optional();
    if (jdbc.sql("select count(*) from recording_wrapping_key where id = ? and doomed_at is null").param(wrappingKey).query(Long.class)
        .single() != 1) {
      throw new IllegalStateException("the wrapping key " + KeyRing.name(wrappingKey) + " wraps no more; the recording is sealed anew");
    }
  }

  private Optional<byte[]> bytes(String column, RecordingId id) {
    return jdbc.sql("select " + column + " from recording_recording where id = :id and " + column + " is not null").param("id", id.value())
        .query((row, _) -> row.getBytes(1)).optional();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    var time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static RecordingId id(ResultSet row) throws SQLException {
    return new RecordingId(row.getObject("id", UUID.class));
  }

  private static Row row(ResultSet row, int number) throws SQLException {
    var facts = new RecordingFacts(id(row), new CallId(row.getObject("call_id", UUID.class)),
        new CommunityId(row.getObject("community", UUID.class)), RecordingState.valueOf(row.getString("state")),
        row.getObject("call_started_at", OffsetDateTime.class).toInstant(), Duration.ofMillis(row.getLong("length_ms")),
        Duration.ofMillis(row.getLong("missing_ms")), row.getBoolean("salvaged"), row.getString("audio_hash"),
        row.getString("object_hash"), row.getLong("audio_bytes"), instant(row, "stored_at"), instant(row, "destroyed_at"),
        row.getString("problem"));
    return new Row(facts, row.getLong("object_bytes"), row.getInt("attempts"));
  }
}
