package org.huiyin.retention;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.RecordingFacts;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_recording}. Which step may follow which is the purge's business. */
@Component
class RetentionTable {
  private static final String ALL = "select * from retention_recording ";
  private static final String DUE = "where ((state = 'KEPT' and keep_until <= :at) or state = 'ORDERED')";
  private static final int LONGEST_FAILURE = 300;

  private final JdbcClient jdbc;

  RetentionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds the recording unless it has its row. */
  boolean add(RecordingFacts facts, RetentionPolicy.Verdict verdict) {
    return jdbc.sql("""
        insert into retention_recording (recording, call_id, community, call_started_at, policy, keep_until, state, audio_hash, failures)
        values (?, ?, ?, ?, ?, ?, 'KEPT', ?, 0) on conflict do nothing""").params(facts.id().value(), facts.call().value(),
        facts.community().value(), SqlTime.of(facts.callStartedAt()), verdict.policy(), SqlTime.of(verdict.until()), facts.audioHash())
        .update() > 0;
  }

  Optional<RetentionRow> find(RecordingId recording) {
    return jdbc.sql(ALL + "where recording = ?").param(recording.value()).query(RetentionRow::read).optional();
  }

  List<RetentionRow> find(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? List.of()
        : jdbc.sql(ALL + "where recording in (:ids)").param("ids", recordings.stream().map(RecordingId::value).toList())
            .query(RetentionRow::read).list();
  }

  /** In a transaction: nobody else changes the row until it ends. */
  Optional<RetentionRow> lock(RecordingId recording) {
    return jdbc.sql(ALL + "where recording = ? for update").param(recording.value()).query(RetentionRow::read).optional();
  }

  List<RecordingId> ofCall(CallId call) {
    return jdbc.sql("select recording from retention_recording where call_id = ? and state = 'KEPT'").param(call.value())
        .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  /** Kept rows that were decided under rules with other names. */
  List<RecordingId> decidedOtherwise(Set<String> policies, @Nullable RecordingId after, int limit) {
    return jdbc.sql("""
        select recording from retention_recording where state = 'KEPT' and policy not in (:policies) and recording > :after
        order by recording fetch first :limit rows only""").param("policies", policies).param("after", value(after)).param("limit", limit)
        .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  /** What a run at this moment has to do, those first that were ordered already, then the oldest. */
  List<RetentionRow> due(Instant at, @Nullable RetentionRow after, int limit) {
    var next = after == null ? "" : " and (state < :state or (state = :state and (keep_until, recording) > (:until, :id)))";
    var query = jdbc.sql(ALL + DUE + next + " order by state desc, keep_until, recording fetch first :limit rows only")
        .param("at", SqlTime.of(at)).param("limit", limit);
    if (after != null) {
      query = query.param("state", after.state().name()).param("until", SqlTime.of(after.until())).param("id", after.recording().value());
    }
    return query.query(RetentionRow::read).list();
  }

  List<RetentionRow> preview(Instant at, Set<CommunityId> communities, int limit) {
    return communities.isEmpty()
        ? List.of()
        : jdbc.sql(ALL + DUE + " and community in (:communities) order by keep_until, recording fetch first :limit rows only")
            .param("at", SqlTime.of(at)).param("communities", values(communities)).param("limit", limit).query(RetentionRow::read).list();
  }

  long count(Instant at, Set<CommunityId> communities) {
    return communities.isEmpty()
        ? 0
        : jdbc.sql("select count(*) from retention_recording " + DUE + " and community in (:communities)").param("at", SqlTime.of(at))
            .param("communities", values(communities)).query(Long.class).single();
  }

  long countDue(Instant at) {
    return jdbc.sql("select count(*) from retention_recording " + DUE).param("at", SqlTime.of(at)).query(Long.class).single();
  }

  long countFailing() {
    return jdbc.sql("select count(*) from retention_recording where state = 'ORDERED' and failures > 0").query(Long.class).single();
  }

  List<RetentionRow> tombstones(@Nullable Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    if (communities != null && communities.isEmpty()) {
      return List.of();
    }
    var sql = new StringBuilder(ALL).append("where state = 'DESTROYED'");
    var parameters = new ArrayList<Object>();
    if (communities != null) {
      sql.append(" and community in (").append(String.join(",", java.util.Collections.nCopies(communities.size(), "?"))).append(")");
      parameters.addAll(values(communities));
    }
    if (after != null) {
      sql.append(" and (destroyed_at, recording) < (?, ?)");
      parameters.add(SqlTime.of(java.util.Objects.requireNonNull(after.destroyedAt())));
      parameters.add(after.recording().value());
    }
    sql.append(" order by destroyed_at desc, recording desc fetch first ").append(limit).append(" rows only");
    return jdbc.sql(sql.toString()).params(parameters).query(RetentionRow::read).list();
  }

  void decided(RecordingId recording, RetentionPolicy.Verdict verdict) {
    jdbc.sql(
        "update retention_recording set policy = ?, keep_until = ?, state = 'KEPT', lease_owner = null, lease_until = null where recording = ?")
        .params(verdict.policy(), SqlTime.of(verdict.until()), recording.value()).update();
  }

  void ordered(RecordingId recording, RetentionPolicy.Verdict verdict, String audioHash, Instant at, String owner, Instant leaseUntil) {
    jdbc.sql("""
        update retention_recording set policy = ?, keep_until = ?, audio_hash = ?, state = 'ORDERED', ordered_at = coalesce(ordered_at, ?),
        lease_owner = ?, lease_until = ? where recording = ?""").params(verdict.policy(), SqlTime.of(verdict.until()), audioHash,
        SqlTime.of(at), owner, SqlTime.of(leaseUntil), recording.value()).update();
  }

  void failed(RecordingId recording, String owner, Instant at, String failure) {
    jdbc.sql("""
        update retention_recording set failures = failures + 1, failed_at = ?, failure = ?, lease_owner = null, lease_until = null
        where recording = ? and state = 'ORDERED' and lease_owner = ?""")
        .params(SqlTime.of(at), failure.substring(0, Math.min(failure.length(), LONGEST_FAILURE)), recording.value(), owner).update();
  }

  /** @return false when somebody else has finished it */
  boolean destroyed(RecordingId recording, Instant at) {
    return jdbc.sql("""
        update retention_recording set state = 'DESTROYED', destroyed_at = ?, lease_owner = null, lease_until = null, failed_at = null,
        failure = null where recording = ? and state = 'ORDERED'""").params(SqlTime.of(at), recording.value()).update() > 0;
  }

  private static List<UUID> values(Set<CommunityId> communities) {
    return communities.stream().map(CommunityId::value).toList();
  }

  private static UUID value(@Nullable RecordingId recording) {
    return recording == null ? new UUID(0, 0) : recording.value();
  }
}
