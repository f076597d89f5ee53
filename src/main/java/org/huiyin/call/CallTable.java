package org.huiyin.call;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.foundation.SqlIds;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code call_call}. Every change says whether it was this one that made it. */
@Component
class CallTable {
  private static final String SELECT = "select * from call_call ";
  private static final String NEWEST_FIRST = " order by started_at desc, id desc fetch first :limit rows only";
  private static final int MOST_RUNNING = 1000;

  private final JdbcClient jdbc;

  CallTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @return false when the call had its row already */
  boolean insert(CallStart start, CommunityId community) {
    return jdbc.sql("""
        insert into call_call (id, community, sip_call_id, dialled, caller_raw, caller_e164, caller_presentation, started_at,
          stage, choice, language, notice, marks, ending)
        values (:id, :community, :sip, :dialled, :raw, :e164, :presentation, :started, 'notice', '', '', '', '', 'RUNNING')
        on conflict do nothing""")
        .param("id", start.id().value()).param("community", community.value()).param("sip", start.sipCallId())
        .param("dialled", start.dialled()).param("raw", start.caller().raw()).param("e164", start.caller().e164())
        .param("presentation", start.caller().presentation().name()).param("started", utc(start.startedAt())).update() == 1;
  }

  boolean progress(CallId id, String stage, String choice, String language) {
    return jdbc.sql("update call_call set stage = :stage, choice = :choice, language = :language where id = :id and ending = 'RUNNING'")
        .param("stage", stage).param("choice", choice).param("language", language).param("id", id.value()).update() == 1;
  }

  /** Closes a running call as its end sidecar says. What the sidecar does not know (the service was killed before it told) stays. */
  boolean complete(Call call, Sidecar.End end, List<Mark> marks) {
    return complete(call, end, marks, "RUNNING");
  }

  /** The end sidecar of a call that had been given up appeared after all: its facts are better, its end was published already. */
  boolean correct(Call call, Sidecar.End end, List<Mark> marks) {
    return complete(call, end, marks, "CUT_OFF");
  }

  boolean cutOff(CallId id, Instant at) {
    return jdbc
        .sql("update call_call set ended_at = greatest(started_at, :ended), ending = 'CUT_OFF' where id = :id and ending = 'RUNNING'")
        .param("ended", utc(at)).param("id", id.value()).update() == 1;
  }

  boolean silent(CallId id) {
    return jdbc.sql("update call_call set silent = true where id = :id and ending <> 'RUNNING' and not silent").param("id", id.value())
        .update() == 1;
  }

  Optional<Call> find(CallId id) {
    return jdbc.sql(SELECT + "where id = :id").param("id", id.value()).query(CallTable::call).optional();
  }

  List<Call> find(Collection<CallId> ids) {
    return ids.isEmpty()
        ? List.of()
        : jdbc.sql(SELECT + "where id = any(:ids)").param("ids", SqlIds.of(ids, CallId::value)).query(CallTable::call).list();
  }

  Optional<Call> bySipCallId(String sipCallId) {
    return jdbc.sql(SELECT + "where sip_call_id = :sip and sip_call_id <> '' order by started_at desc fetch first 1 rows only")
        .param("sip", sipCallId).query(CallTable::call).optional();
  }

  List<Call> newest(Set<CommunityId> communities, @Nullable Call after, int limit) {
    if (communities.isEmpty()) {
      return List.of();
    }
    var scoped = SELECT + "where community in (:communities)";
    var query = after == null
        ? jdbc.sql(scoped + NEWEST_FIRST)
        : jdbc.sql(scoped + " and (started_at < :started or (started_at = :started and id < :id))" + NEWEST_FIRST)
            .param("started", utc(after.startedAt())).param("id", after.id().value());
    return query.param("communities", values(communities)).param("limit", limit).query(CallTable::call).list();
  }

  List<Call> running(Set<CommunityId> communities) {
    return communities.isEmpty()
        ? List.of()
        : jdbc.sql(SELECT + "where ending = 'RUNNING' and community in (:communities) order by started_at fetch first " + MOST_RUNNING
            + " rows only").param("communities", values(communities)).query(CallTable::call).list();
  }

  List<CallId> ofCaller(CommunityId community, PhoneNumber caller) {
    return jdbc.sql("select id from call_call where community = ? and (caller_raw = ? or caller_e164 = ?)").param(community.value())
        .param(caller.raw()).param(caller.e164() == null ? caller.raw() : caller.e164()).query((row, _) -> callId(row)).list();
  }

  Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller) {
    boolean raw = caller.e164() == null;
    return jdbc.sql("select language from call_call where community = ? and " + (raw ? "caller_raw" : "caller_e164")
        + " = ? and id <> ? and language <> '' order by started_at desc, id desc fetch first 1 rows only").param(community.value())
        .param(raw ? caller.raw() : caller.e164()).param(call.value()).query(String.class).optional();
  }

  void forgetCallers(Collection<CallId> ids) {
    if (!ids.isEmpty()) {
      jdbc.sql("update call_call set caller_raw = '', caller_e164 = null, caller_presentation = 'UNAVAILABLE', sip_call_id = ''"
          + " where id = any(:ids) and ending <> 'RUNNING'").param("ids", SqlIds.of(ids, CallId::value)).update();
    }
  }

  List<CallId> running() {
    return jdbc.sql("select id from call_call where ending = 'RUNNING' order by started_at").query((row, _) -> callId(row)).list();
  }

  private boolean complete(Call call, Sidecar.End end, List<Mark> marks, String from) {
    return jdbc.sql("""
        update call_call set ended_at = greatest(started_at, :ended), ending = 'COMPLETED',
          stage = coalesce(nullif(:stage, ''), stage), choice = coalesce(nullif(:choice, ''), choice),
          language = coalesce(nullif(:language, ''), language), notice = :notice, marks = :marks, menu = :menu
        where id = :id and ending = :from""")
        .param("ended", utc(end.at())).param("stage", end.stage()).param("choice", end.choice()).param("language", end.language())
        .param("notice", end.notice()).param("menu", end.menu()).param("marks", Marks.format(marks)).param("id", call.id().value())
        .param("from", from)
        .update() == 1;
  }

  private static List<java.util.UUID> values(Set<CommunityId> communities) {
    return communities.stream().map(CommunityId::value).toList();
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Call call(ResultSet row, int number) throws SQLException {
    var ended = row.getObject("ended_at", OffsetDateTime.class);
    return new Call(callId(row), new CommunityId(row.getObject("community", java.util.UUID.class)), row.getString("sip_call_id"),
        row.getString("dialled"),
        new PhoneNumber(row.getString("caller_raw"), row.getString("caller_e164"),
            Presentation.valueOf(row.getString("caller_presentation"))),
        row.getObject("started_at", OffsetDateTime.class).toInstant(), ended == null ? null : ended.toInstant(), row.getString("stage"),
        row.getString("choice"), row.getString("language"), row.getString("notice"), Marks.parse(row.getString("marks")),
        Call.End.valueOf(row.getString("ending")), row.getBoolean("silent"), row.getString("menu"));
  }

  private static CallId callId(ResultSet row) throws SQLException {
    return new CallId(row.getObject("id", java.util.UUID.class));
  }
}
