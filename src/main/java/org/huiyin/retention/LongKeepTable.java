package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.huiyin.approval.ProposalId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_long_keep} and its reviews. */
@Component
class LongKeepTable {
  private static final String ALL = "select * from retention_long_keep ";
  private static final String COVERING = "where community = :community and ended_at is null and subject in (:subjects)";

  private final JdbcClient jdbc;

  LongKeepTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(LongKeep one, ProposalId proposal) {
    jdbc.sql("""
        insert into retention_long_keep (id, kind, subject, community, reason, proposer, approver, proposal, since, review_by)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""").params(one.id().value(), one.kind().name(), one.subject(), one.community().value(),
        one.reason(), one.proposer(), one.approver(), proposal.value(), SqlTime.of(one.since()), SqlTime.of(one.reviewBy())).update();
  }

  Optional<LongKeep> find(LongKeepId id) {
    return jdbc.sql(ALL + "where id = ?").param(id.value()).query(LongKeepTable::read).optional();
  }

  Optional<LongKeep> lock(LongKeepId id) {
    return jdbc.sql(ALL + "where id = ? for update").param(id.value()).query(LongKeepTable::read).optional();
  }

  void reviewed(LongKeepId id, Instant at, Instant next, String reviewer, String note) {
    jdbc.sql("insert into retention_long_keep_review (id, long_keep, at, reviewer, note) values (?, ?, ?, ?, ?)")
        .params(UUID.randomUUID(), id.value(), SqlTime.of(at), reviewer, note).update();
    jdbc.sql("update retention_long_keep set reviewed_at = ?, review_by = ? where id = ?")
        .params(SqlTime.of(at), SqlTime.of(next), id.value()).update();
  }

  List<LongKeeps.Review> reviews(LongKeepId id) {
    return jdbc.sql("select at, reviewer, note from retention_long_keep_review where long_keep = ? order by at, id").param(id.value())
        .query((row, _) -> new LongKeeps.Review(SqlTime.read(row, "at"), row.getString("reviewer"), row.getString("note"))).list();
  }

  void ended(LongKeepId id, Instant at, String by, ProposalId proposal) {
    jdbc.sql("update retention_long_keep set ended_at = ?, ended_by = ?, ending = ? where id = ?")
        .params(SqlTime.of(at), by, proposal.value(), id.value()).update();
  }

  /** Those of the subjects, recordings and tickets, that are kept long. */
  Set<String> covered(Collection<String> subjects) {
    return subjects.isEmpty()
        ? Set.of()
        : Set.copyOf(jdbc.sql("select subject from retention_long_keep where ended_at is null and subject in (:subjects)")
            .param("subjects", subjects).query(String.class).list());
  }

  List<LongKeep> covering(CommunityId community, List<String> subjects) {
    return jdbc.sql(ALL + COVERING + " order by since, id").param("community", community.value()).param("subjects", subjects)
        .query(LongKeepTable::read).list();
  }

  List<LongKeep> inForce(Set<CommunityId> communities, int limit) {
    return communities.isEmpty()
        ? List.of()
        : jdbc.sql(ALL + "where community in (:communities) and ended_at is null order by review_by, id fetch first :limit rows only")
            .param("communities", communities.stream().map(CommunityId::value).toList()).param("limit", limit).query(LongKeepTable::read)
            .list();
  }

  long countOverdue(Instant now) {
    return jdbc.sql("select count(*) from retention_long_keep where ended_at is null and review_by <= ?").param(SqlTime.of(now))
        .query(Long.class).single();
  }

  private static LongKeep read(ResultSet row, int number) throws SQLException {
    return new LongKeep(new LongKeepId(row.getObject("id", UUID.class)), Hold.Kind.valueOf(row.getString("kind")), row.getString("subject"),
        new CommunityId(row.getObject("community", UUID.class)), row.getString("reason"), row.getString("proposer"),
        row.getString("approver"), SqlTime.read(row, "since"), SqlTime.readNullable(row, "reviewed_at"), SqlTime.read(row, "review_by"),
        SqlTime.readNullable(row, "ended_at"), row.getString("ended_by"));
  }
}
