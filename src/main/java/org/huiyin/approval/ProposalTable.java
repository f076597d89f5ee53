package org.huiyin.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes {@code approval_proposal}. */
@Component
class ProposalTable {
  static final int LONGEST_TEXT = 1000;
  private static final int LONGEST_FACTS = 4000;
  private static final int LONGEST_KIND = 40;
  private static final int LONGEST_SUBJECT = 120;
  private static final String ALL = "select * from approval_proposal ";
  private static final String OPEN = "state in ('OPEN', 'ESCALATED')";
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {
  };

  private final JdbcClient jdbc;
  private final JsonMapper json = JsonMapper.builder().build();

  ProposalTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @return false when the same is open already */
  boolean insert(Proposal proposal) {
    var facts = json.writeValueAsString(new TreeMap<>(proposal.facts()));
    if (facts.length() > LONGEST_FACTS || proposal.kind().length() > LONGEST_KIND || proposal.subject().length() > LONGEST_SUBJECT) {
      throw new IllegalArgumentException("the proposal " + proposal.kind() + " does not fit: facts have at most " + LONGEST_FACTS
          + " characters, its subject " + LONGEST_SUBJECT);
    }
    return jdbc.sql("""
        insert into approval_proposal (id, kind, subject, community, proposer, reason, facts, proposed_at, escalates_at, expires_at, state,
          note, still_open)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', '', ?) on conflict do nothing""").param(proposal.id().value()).param(proposal.kind())
        .param(proposal.subject()).param(proposal.community() == null ? null : proposal.community().value()).param(proposal.proposer())
        .param(proposal.reason()).param(facts).param(SqlTime.of(proposal.proposedAt())).param(SqlTime.of(proposal.escalatesAt()))
        .param(SqlTime.of(proposal.expiresAt())).param(key(proposal.kind(), proposal.subject())).update() == 1;
  }

  Optional<Proposal> find(ProposalId id) {
    return jdbc.sql(ALL + "where id = ?").param(id.value()).query(this::read).optional();
  }

  /** In a transaction: one decides at a time. */
  Optional<Proposal> lock(ProposalId id) {
    return jdbc.sql(ALL + "where id = ? for update").param(id.value()).query(this::read).optional();
  }

  Optional<Proposal> open(String kind, String subject) {
    return jdbc.sql(ALL + "where still_open = ?").param(key(kind, subject)).query(this::read).optional();
  }

  Set<String> open(String kind, Collection<String> subjects) {
    return subjects.isEmpty()
        ? Set.of()
        : Set.copyOf(jdbc.sql("select subject from approval_proposal where still_open in (:keys)")
            .param("keys", subjects.stream().map(subject -> key(kind, subject)).toList()).query(String.class).list());
  }

  List<Proposal> about(String subject) {
    return jdbc.sql(ALL + "where subject = ? order by proposed_at, id").param(subject).query(this::read).list();
  }

  List<Proposal> open() {
    return jdbc.sql(ALL + "where " + OPEN + " order by proposed_at, id").query(this::read).list();
  }

  List<Proposal> over(@Nullable Proposal after, int limit) {
    var next = after == null ? "" : " and (decided_at, id) < (:at, :id)";
    var query = jdbc.sql(ALL + "where decided_at is not null" + next + " order by decided_at desc, id desc fetch first :limit rows only")
        .param("limit", limit);
    if (after != null && after.decidedAt() != null) {
      query = query.param("at", SqlTime.of(after.decidedAt())).param("id", after.id().value());
    }
    return query.query(this::read).list();
  }

  void escalated(ProposalId id) {
    jdbc.sql("update approval_proposal set state = 'ESCALATED' where id = ? and state = 'OPEN'").param(id.value()).update();
  }

  void over(ProposalId id, ProposalState state, Instant at, @Nullable String decider, String note) {
    jdbc.sql("update approval_proposal set state = ?, decided_at = ?, decider = ?, note = ?, still_open = null where id = ? and " + OPEN)
        .param(state.name()).param(SqlTime.of(at)).param(decider).param(note).param(id.value()).update();
  }

  private Proposal read(ResultSet row, int number) throws SQLException {
    var community = row.getObject("community", UUID.class);
    return new Proposal(new ProposalId(row.getObject("id", UUID.class)), row.getString("kind"), row.getString("subject"),
        community == null ? null : new CommunityId(community), row.getString("proposer"), row.getString("reason"),
        json.readValue(row.getString("facts"), TEXTS), SqlTime.read(row, "proposed_at"), SqlTime.read(row, "escalates_at"),
        SqlTime.read(row, "expires_at"), ProposalState.valueOf(row.getString("state")), SqlTime.readNullable(row, "decided_at"),
        row.getString("decider"), row.getString("note"));
  }

  private static String key(String kind, String subject) {
    return kind + "|" + subject;
  }
}
