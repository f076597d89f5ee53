package org.huiyin.retention;

import java.time.Instant;

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

  boolean sentenced(RecordingId recording) {
    return jdbc.sql("select count(*) from retention_decision where recording = ?").param(recording.value()).query(Long.class).single() > 0;
  }

  void add(RecordingId recording, Proposal approved, Actor.Staff approver, Instant at) {
    jdbc.sql("insert into retention_decision (recording, reason, proposer, approver, proposal, decided_at) values (?, ?, ?, ?, ?, ?)")
        .params(recording.value(), approved.reason(), approved.proposer(), approver.reference(), approved.id().value(), SqlTime.of(at))
        .update();
  }
}
