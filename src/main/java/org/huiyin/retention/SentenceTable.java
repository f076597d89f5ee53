package org.huiyin.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_decision}: what is to be destroyed although its ticket is open. */
@Component
class SentenceTable {
  private final JdbcClient jdbc;

  SentenceTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Set<RecordingId> sentenced(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? Set.of()
        : Set.copyOf(jdbc.sql("select recording from retention_decision where recording in (:ids)")
            .param("ids", recordings.stream().map(RecordingId::value).toList())
            .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list());
  }

  void add(RecordingId recording, Proposal approved, Actor.Staff approver, Instant at) {
    jdbc.sql("insert into retention_decision (recording, reason, proposer, approver, proposal, decided_at) values (?, ?, ?, ?, ?, ?)")
        .params(recording.value(), approved.reason(), approved.proposer(), approver.reference(), approved.id().value(), SqlTime.of(at))
        .update();
  }
}
