package org.huiyin.flow;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of the communities' own sentences. What they say are rows of {@link PromptTable}. */
@Component
class OwnSentenceTable {
  private final JdbcClient jdbc;
  private final PromptDraftTable drafts;
  private final StudioTable studio;

  OwnSentenceTable(JdbcClient jdbc, PromptDraftTable drafts, StudioTable studio) {
    this.jdbc = jdbc;
    this.drafts = drafts;
    this.studio = studio;
  }

  /** The ids, in their order. */
  Set<String> ids(CommunityId community) {
    return ids(community, " and removed_at is null");
  }

  /** Those that were removed too. */
  Set<String> ever(CommunityId community) {
    return ids(community, "");
  }

  private Set<String> ids(CommunityId community, String which) {
    return new TreeSet<>(jdbc.sql("select prompt from flow_sentence where community = ?" + which).param(community.value())
        .query((row, _) -> row.getString(1)).list());
  }

  /** Nobody removes any of them until this transaction is over. */
  void lockAll(CommunityId community) {
    ids(community, " and removed_at is null order by prompt for update");
  }

  /** @return whether it is there; then nobody removes it until this transaction is over */
  boolean lock(CommunityId community, String id) {
    return jdbc.sql("select prompt from flow_sentence where community = ? and prompt = ? and removed_at is null for update")
        .param(community.value()).param(id).query((row, _) -> row.getString(1)).optional().isPresent();
  }

  /** @throws org.springframework.dao.DuplicateKeyException when it is there already */
  void add(CommunityId community, String id, Instant at, Actor by) {
    int again = jdbc
        .sql(
            "update flow_sentence set added_at = ?, added_by = ?, removed_at = null where community = ? and prompt = ? and removed_at is not null")
        .param(SqlTime.of(at)).param(by.reference()).param(community.value()).param(id).update();
    if (again == 0) {
      jdbc.sql("insert into flow_sentence (community, prompt, added_at, added_by) values (?, ?, ?, ?)").param(community.value()).param(id)
          .param(SqlTime.of(at)).param(by.reference()).update();
    }
  }

  /** With what was made for it and is not said yet, and the PINs to record it. Its versions stay. */
  void remove(CommunityId community, String id, Instant at) {
    jdbc.sql("update flow_sentence set removed_at = ? where community = ? and prompt = ?").param(SqlTime.of(at)).param(community.value())
        .param(id).update();
    drafts.removeAll(community, id);
    studio.forget(community, id);
  }
}
