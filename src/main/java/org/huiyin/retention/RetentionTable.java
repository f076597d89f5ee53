package org.huiyin.retention;

import java.time.Duration;
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
import org.huiyin.foundation.SqlIds;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.retention.Life.State;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_recording}. Which step may follow which is the purge's business. */
@Component
class RetentionTable {
  private static final String ALL = "select * from retention_recording ";
  /** What has a moment at which something is to be done: that is scheduled, or begun and not ended. */
  private static final String DUE = "where purge_at <= :at";
  /** The same, and what will be scheduled until then: not before the end of its period, and not before the delay, which ends at {@code :soonest}. */
  private static final String EXPECTED = "where (purge_at <= :at or (state = 'KEPT' and not held and keep_until <= :at and :soonest <= :at))";
  private static final String UNDECIDED = "where state = 'KEPT' and kept_by = 'OPEN_TICKET' and keep_until <= :now";
  /** What is kept although its period is over. */
  private static final String HELD = "where state = 'KEPT' and held and keep_until <= :at";
  private static final String BY_END_OF = " and community in (:communities)";
  private static final String BY_END = " order by keep_until, recording fetch first :limit rows only";
  private static final String IN_ORDER = " order by purge_at, keep_until, recording fetch first :limit rows only";

  private final JdbcClient jdbc;

  RetentionTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds the recording unless it has its row. */
  boolean add(RecordingFacts facts, RetentionPolicy.Verdict verdict) {
    return jdbc.sql("""
        insert into retention_recording (recording, call_id, community, call_started_at, policy, keep_until, state, audio_hash, bytes,
        failures) values (?, ?, ?, ?, ?, ?, 'KEPT', ?, ?, 0) on conflict do nothing""").params(facts.id().value(), facts.call().value(),
        facts.community().value(), SqlTime.of(facts.callStartedAt()), verdict.policy(), SqlTime.of(verdict.until()), facts.audioHash(),
        facts.bytes())
        .update() > 0;
  }

  /** Notes how large it is, now that it is sealed. */
  void weighs(RecordingId recording, long bytes) {
    jdbc.sql("update retention_recording set bytes = ? where recording = ?").params(bytes, recording.value()).update();
  }

  Optional<RetentionRow> find(RecordingId recording) {
    return jdbc.sql(ALL + "where recording = ?").param(recording.value()).query(RetentionRow::read).optional();
  }

  /** Asked for each piece of a recording that somebody hears. */
  Optional<State> state(RecordingId recording) {
    return jdbc.sql("select state from retention_recording where recording = ?").param(recording.value())
        .query((row, _) -> State.valueOf(row.getString(1))).optional();
  }

  List<RetentionRow> find(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? List.of()
        : jdbc.sql(ALL + "where recording = any(:ids)").param("ids", SqlIds.of(recordings, RecordingId::value))
            .query(RetentionRow::read).list();
  }

  /** In a transaction: nobody else changes the row until it ends. */
  Optional<RetentionRow> lock(RecordingId recording) {
    return jdbc.sql(ALL + "where recording = ? for update").param(recording.value()).query(RetentionRow::read).optional();
  }

  List<RecordingId> allOfCall(CallId call) {
    return jdbc.sql("select recording from retention_recording where call_id = ?").param(call.value())
        .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  /** Kept rows that were decided under rules with other names. */
  List<RecordingId> decidedOtherwise(Set<String> policies, @Nullable RecordingId after, int limit) {
    return jdbc.sql("""
        select recording from retention_recording where state in ('KEPT', 'SCHEDULED') and policy not in (:policies) and recording > :after
        order by recording fetch first :limit rows only""").param("policies", policies).param("after", value(after)).param("limit", limit)
        .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  /** What a run at this moment has to do, the oldest first. */
  List<RetentionRow> due(Instant at, @Nullable RetentionRow after, int limit) {
    return next(jdbc.sql(ALL + DUE + following(after) + IN_ORDER).param("at", SqlTime.of(at)).param("limit", limit), after);
  }

  /** What failed and may be tried again, and what a worker that is gone has left in the middle. */
  List<RetentionRow> toRetry(Instant at, Duration lease, @Nullable RetentionRow after, int limit) {
    return next(jdbc.sql(ALL + DUE + " and (failures > 0 and next_try_at <= :at or lease_until <= :at or lease_until > :ahead)"
        + following(after) + IN_ORDER).param("at", SqlTime.of(at)).param("ahead", SqlTime.of(at.plus(lease)))
        .param("limit", limit), after);
  }

  /** Whose key is destroyed and whose destruction has not come to its end. */
  List<RetentionRow> begun(Instant at, @Nullable RetentionRow after, int limit) {
    return next(jdbc.sql(ALL + DUE + " and state in ('KEY_DESTROYED', 'OBJECT_DELETED', 'VERIFIED_ABSENT')" + following(after) + IN_ORDER)
        .param("at", SqlTime.of(at)).param("limit", limit), after);
  }

  /** A row of an older backup, whose recording was destroyed after it was made. */
  void destroyedBefore(RetentionRow row, String policy, String audioHash, Instant at, Instant now) {
    jdbc.sql("""
        update retention_recording set state = 'KEY_DESTROYED', policy = ?, audio_hash = ?, key_destroyed_at = ?, purge_at = ?,
        scheduled_at = coalesce(scheduled_at, ?), cause = coalesce(cause, 'PERIOD'), held = false, fence = fence + 1, lease_owner = null,
        lease_until = null, failures = 0, failed_at = null, failure = null, next_try_at = null
        where recording = ? and state in ('KEPT', 'SCHEDULED')""").params(policy, audioHash, SqlTime.of(at), SqlTime.of(now),
        SqlTime.of(at), row.recording().value()).update();
  }

  private static String following(@Nullable RetentionRow after) {
    return after == null ? "" : " and (purge_at, keep_until, recording) > (:purge, :until, :id)";
  }

  private static List<RetentionRow> next(JdbcClient.StatementSpec query, @Nullable RetentionRow after) {
    return (after == null
        ? query
        : query.param("purge", SqlTime.of(java.util.Objects.requireNonNull(after.purgeAt()))).param("until", SqlTime.of(after.until()))
            .param("id", after.recording().value()))
        .query(RetentionRow::read).list();
  }

  /**
   * What should be looked at: its period ends soon, or something held it at the last look, or it is scheduled for later. Whoever destroys what is due looks
   * at it by itself, and a ticket tells when it is closed.
   */
  List<RecordingId> toLookAt(Instant now, Instant soonest, @Nullable RecordingId after, int limit) {
    return jdbc.sql(
        """
            select recording from retention_recording where ((state = 'KEPT'
            and (keep_until <= :soonest or kept_by in ('HOLD', 'LONG_KEEP'))) or (state = 'SCHEDULED' and purge_at > :now)) and recording > :after order by recording fetch first :limit rows only""")
        .param("now", SqlTime.of(now)).param("soonest", SqlTime.of(soonest))
        .param("after", value(after)).param("limit", limit)
        .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  List<RetentionRow> preview(Instant at, Instant soonest, Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    return communities.isEmpty()
        ? List.of()
        : byEnd(jdbc.sql(ALL + EXPECTED + BY_END_OF + behind(after) + BY_END).param("at", SqlTime.of(at))
            .param("soonest", SqlTime.of(soonest)), communities, after, limit);
  }

  long count(Instant at, Instant soonest, Set<CommunityId> communities) {
    return communities.isEmpty()
        ? 0
        : jdbc.sql("select count(*) from retention_recording " + EXPECTED + " and community in (:communities)").param("at", SqlTime.of(at))
            .param("soonest", SqlTime.of(soonest)).param("communities", values(communities)).query(Long.class).single();
  }

  /** What a hold keeps although its period ends until then. */
  List<RetentionRow> held(Instant at, Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    return communities.isEmpty()
        ? List.of()
        : byEnd(jdbc.sql(ALL + HELD + BY_END_OF + behind(after) + BY_END).param("at", SqlTime.of(at)), communities, after, limit);
  }

  long countHeld(Instant at, Set<CommunityId> communities) {
    return communities.isEmpty()
        ? 0
        : jdbc.sql("select count(*) from retention_recording " + HELD + BY_END_OF).param("at", SqlTime.of(at))
            .param("communities", values(communities)).query(Long.class).single();
  }

  private static String behind(@Nullable RetentionRow after) {
    return after == null ? "" : " and (keep_until, recording) > (:until, :id)";
  }

  private static List<RetentionRow> byEnd(JdbcClient.StatementSpec query, Set<CommunityId> communities, @Nullable RetentionRow after,
      int limit) {
    var asked = query.param("communities", values(communities)).param("limit", limit);
    return (after == null ? asked : asked.param("until", SqlTime.of(after.until())).param("id", after.recording().value()))
        .query(RetentionRow::read).list();
  }

  /** What has passed its longest time and waits for a decision, since its ticket is open. */
  List<RetentionRow> undecided(Instant now, Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    if (communities.isEmpty()) {
      return List.of();
    }
    var query = jdbc.sql(ALL + UNDECIDED + " and community in (:communities)"
        + (after == null ? "" : " and (keep_until, recording) > (:until, :id)")
        + " order by keep_until, recording fetch first :limit rows only")
        .param("now", SqlTime.of(now)).param("communities", values(communities)).param("limit", limit);
    return (after == null ? query : query.param("until", SqlTime.of(after.until())).param("id", after.recording().value()))
        .query(RetentionRow::read).list();
  }

  long countUndecided(Instant now, Set<CommunityId> communities) {
    return communities.isEmpty()
        ? 0
        : jdbc.sql("select count(*) from retention_recording " + UNDECIDED + " and community in (:communities)")
            .param("now", SqlTime.of(now)).param("communities", values(communities)).query(Long.class).single();
  }

  /** Kept, although nothing holds it and its period ended before that moment: nobody has looked at it. */
  List<RetentionRow> forgotten(Instant before, int limit) {
    return jdbc.sql(ALL + "where state = 'KEPT' and not held and keep_until < ? order by keep_until, recording fetch first " + limit
        + " rows only").param(SqlTime.of(before)).query(RetentionRow::read).list();
  }

  long countExpected(Instant at, Instant soonest) {
    return jdbc.sql("select count(*) from retention_recording " + EXPECTED).param("at", SqlTime.of(at))
        .param("soonest", SqlTime.of(soonest))
        .query(Long.class).single();
  }

  /**
   * Rows under one of these rules would be due if their call began by that moment.
   *
   * @param policies the names of the rule of one kind of matter, under any period
   */
  record Shortened(List<String> policies, Instant begunBy) {
  }

  /** Kept rows that nothing but their period keeps, whose period ends later than a moment and would not by the shortened rules. */
  long countNewlyDue(List<Shortened> rules, Instant endsAfter) {
    return newlyDue(jdbc.sql("select count(*) from retention_recording " + newlyDue(rules)), rules, endsAfter).query(Long.class).single();
  }

  List<RetentionRow> newlyDue(List<Shortened> rules, Instant endsAfter, Set<CommunityId> communities, int limit) {
    return communities.isEmpty()
        ? List.of()
        : newlyDue(jdbc.sql(ALL + newlyDue(rules) + " and community in (:communities) order by call_started_at, recording"
            + " fetch first :limit rows only"), rules, endsAfter).param("communities", values(communities)).param("limit", limit)
            .query(RetentionRow::read).list();
  }

  private static String newlyDue(List<Shortened> rules) {
    return "where state = 'KEPT' and not held and keep_until > :ends and (" + java.util.stream.IntStream.range(0, rules.size())
        .mapToObj(i -> "(policy in (:policies" + i + ") and call_started_at <= :begun" + i + ")")
        .collect(java.util.stream.Collectors.joining(" or ")) + ")";
  }

  private static JdbcClient.StatementSpec newlyDue(JdbcClient.StatementSpec query, List<Shortened> rules, Instant endsAfter) {
    var complete = query.param("ends", SqlTime.of(endsAfter));
    for (int i = 0; i < rules.size(); i++) {
      complete = complete.param("policies" + i, rules.get(i).policies()).param("begun" + i, SqlTime.of(rules.get(i).begunBy()));
    }
    return complete;
  }

  long countDue(Instant at) {
    return jdbc.sql("select count(*) from retention_recording " + DUE).param("at", SqlTime.of(at)).query(Long.class).single();
  }

  long countFailing() {
    return jdbc.sql("select count(*) from retention_recording where purge_at is not null and failures > 0").query(Long.class).single();
  }

  List<RetentionRow> tombstones(@Nullable Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    if (communities != null && communities.isEmpty()) {
      return List.of();
    }
    var sql = new StringBuilder(ALL)
        .append("where state = 'CERTIFIED' and destroyed_at > timestamp with time zone '0001-01-01 00:00:00+00'");
    var parameters = new ArrayList<Object>();
    if (communities != null) {
      sql.append(" and community in (").append(String.join(",", java.util.Collections.nCopies(communities.size(), "?"))).append(")");
      parameters.addAll(values(communities));
    }
    if (after != null) {
      sql.append(" and (destroyed_at, recording) < (?, ?)");
      parameters.add(SqlTime.of(java.util.Objects.requireNonNull(after.steps().absent())));
      parameters.add(after.recording().value());
    }
    sql.append(" order by destroyed_at desc, recording desc fetch first ").append(limit).append(" rows only");
    return jdbc.sql(sql.toString()).params(parameters).query(RetentionRow::read).list();
  }

  void decided(RecordingId recording, RetentionPolicy.Verdict verdict, @Nullable Keeper keeper) {
    jdbc.sql("update retention_recording set policy = ?, keep_until = ?, held = ?, kept_by = ? where recording = ?").param(verdict.policy())
        .param(SqlTime.of(verdict.until())).param(keeper != null).param(keeper == null ? null : keeper.name()).param(recording.value())
        .update();
  }

  void scheduled(RecordingId recording, Instant purgeAt, Instant at, Life.Cause cause) {
    jdbc.sql(
        """
            update retention_recording set state = 'SCHEDULED', purge_at = ?, scheduled_at = ?, cause = ?, failures = 0, failed_at = null,
            failure = null, next_try_at = null, lease_owner = null, lease_until = null where recording = ? and state in ('KEPT', 'SCHEDULED')""")
        .params(SqlTime.of(purgeAt), SqlTime.of(at), cause.name(), recording.value()).update();
  }

  /** Nothing that is scheduled is destroyed before a moment. */
  void postpone(Instant notBefore) {
    jdbc.sql("update retention_recording set purge_at = ? where state = 'SCHEDULED' and purge_at < ?")
        .params(SqlTime.of(notBefore), SqlTime.of(notBefore)).update();
  }

  void released(RecordingId recording) {
    jdbc.sql("""
        update retention_recording set state = 'KEPT', purge_at = null, scheduled_at = null, cause = null, failures = 0, failed_at = null,
        failure = null, next_try_at = null, lease_owner = null, lease_until = null where recording = ? and state = 'SCHEDULED'""")
        .params(recording.value()).update();
  }

  private static List<UUID> values(Set<CommunityId> communities) {
    return communities.stream().map(CommunityId::value).toList();
  }

  private static UUID value(@Nullable RecordingId recording) {
    return recording == null ? new UUID(0, 0) : recording.value();
  }
}
