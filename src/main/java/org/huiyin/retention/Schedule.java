package org.huiyin.retention;

import java.time.Instant;
import java.util.Map;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.retention.Life.Cause;
import org.huiyin.retention.Life.Facts;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.springframework.stereotype.Component;

/** Looks at one row, locked by the caller's transaction, and takes the steps that can be undone: schedules it, or takes that back. */
@Component
class Schedule {
  static final Actor PURGE = new Actor.Component("purge");

  private final RetentionTable table;
  private final Decisions decisions;
  private final Coverage coverage;
  private final Guards guards;
  private final AuditLog audit;

  Schedule(RetentionTable table, Decisions decisions, Coverage coverage, Guards guards, AuditLog audit) {
    this.guards = guards;
    this.table = table;
    this.decisions = decisions;
    this.coverage = coverage;
    this.audit = audit;
  }

  /** @param next what is to be done with the row now; taken already if it could be undone */
  record Look(Verdict verdict, Move next) {
  }

  /** What has begun is brought to its end under the rule it began with: without its key there is nothing left to keep. */
  Look look(RetentionRow row, Instant now) {
    if (row.state().begun()) {
      return new Look(new Verdict.Due(row.policy(), row.until()),
          Life.next(new Facts(row.state(), row.until(), false, row.purgeAt()), now));
    }
    var verdict = decisions.decide(row.call(), row.community(), row.callStartedAt(), now);
    boolean held = !coverage.of(row, now).isEmpty();
    if (held != row.held() || !verdict.policy().equals(row.policy()) || !verdict.until().equals(row.until())) {
      table.decided(row.recording(), verdict, held);
    }
    var next = Life.next(new Facts(row.state(), verdict.until(), held, row.purgeAt()), now);
    if (next instanceof Move.Schedule && !guards.believed()) {
      return new Look(verdict, new Move.Stay());
    }
    switch (next) {
      case Move.Schedule(var purgeAt) -> scheduled(row, verdict, purgeAt, now);
      case Move.Release _ -> released(row, held);
      default -> {
      }
    }
    return new Look(verdict, next);
  }

  private void scheduled(RetentionRow row, Verdict verdict, Instant purgeAt, Instant now) {
    row.state().requireMayBecome(State.SCHEDULED);
    var cause = row.held() ? Cause.HOLD : verdict.policy().equals(row.policy()) ? Cause.PERIOD : Cause.POLICY;
    table.scheduled(row.recording(), purgeAt, now, cause);
    audit.append(PURGE, "recording.scheduled", "recording:" + row.recording(), Map.of(AuditLog.COMMUNITY, row.community().toString(),
        "policy", verdict.policy(), "kept-until", verdict.until().toString(), "purge-at", purgeAt.toString(), "cause", cause.name()));
  }

  private void released(RetentionRow row, boolean held) {
    row.state().requireMayBecome(State.KEPT);
    table.released(row.recording());
    audit.append(PURGE, "recording.unscheduled", "recording:" + row.recording(),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "cause", held ? Cause.HOLD.name() : Cause.POLICY.name()));
  }
}
