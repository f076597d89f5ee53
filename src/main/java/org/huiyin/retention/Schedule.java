package org.huiyin.retention;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Life.Cause;
import org.huiyin.retention.Life.Facts;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks at rows, locked by the caller's transaction, and takes the steps that can be undone: schedules it, or takes that back. */
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

  /** What the rules say and what keeps it at this moment, whatever was written down. */
  record Sight(Verdict verdict, @Nullable Keeper keeper) {
  }

  Sight sight(RetentionRow row, Instant now) {
    return sight((Coverage.Of) row, now);
  }

  /** The same for a call that has no row: since it has no recording, most often. */
  Sight sight(CallId call, CommunityId community, @Nullable RecordingId recording, Instant startedAt, Instant now) {
    return sight(new Coverage.OfCall(call, community, recording, startedAt), now);
  }

  private Sight sight(Coverage.Of of, Instant now) {
    var decided = decisions.decide(of, now);
    return new Sight(decided.verdict(), coverage.keeper(of, decided, now));
  }

  Look look(RetentionRow row, Instant now) {
    return look(row, now, null);
  }

  /** @param wanted the cause to be written down if it is scheduled now; null for what the row itself says */
  Look look(RetentionRow row, Instant now, @Nullable Cause wanted) {
    return Objects.requireNonNull(look(List.of(row), now, wanted).get(row.recording()));
  }

  /** Looks at many rows at once. What has begun is brought to its end under the rule it began with: without its key there is nothing left to keep. */
  Map<RecordingId, Look> look(List<RetentionRow> rows, Instant now, @Nullable Cause wanted) {
    var looks = new HashMap<RecordingId, Look>();
    var live = rows.stream().filter(row -> !row.state().begun()).toList();
    var decisionOf = decisions.decide(live, now);
    var keeperOf = coverage.keepers(decisionOf, now);
    rows.stream().filter(row -> row.state().begun())
        .forEach(row -> looks.put(row.recording(), new Look(new Verdict.Due(row.policy(), row.until()),
            Life.next(new Facts(row.state(), row.until(), false, row.purgeAt()), now))));
    decisionOf.forEach((row, decided) -> looks.put(row.recording(), look(row, decided.verdict(), keeperOf.get(row), wanted, now)));
    return looks;
  }

  private Look look(RetentionRow row, Verdict verdict, @Nullable Keeper keeper, @Nullable Cause wanted, Instant now) {
    if (keeper != row.keptBy() || !verdict.policy().equals(row.policy()) || !verdict.until().equals(row.until())) {
      table.decided(row.recording(), verdict, keeper);
    }
    var next = Life.next(new Facts(row.state(), verdict.until(), keeper != null, row.purgeAt()), now);
    if (next instanceof Move.Schedule && !guards.believed()) {
      return new Look(verdict, new Move.Stay());
    }
    switch (next) {
      case Move.Schedule(var purgeAt) -> scheduled(row, verdict, purgeAt, wanted, now);
      case Move.Release _ -> released(row, keeper);
      default -> {
      }
    }
    return new Look(verdict, next);
  }

  private void scheduled(RetentionRow row, Verdict verdict, Instant purgeAt, @Nullable Cause wanted, Instant now) {
    row.state().requireMayBecome(State.SCHEDULED);
    var cause = wanted == null ? cause(row, verdict) : wanted;
    table.scheduled(row.recording(), purgeAt, now, cause);
    audit.append(PURGE, "recording.scheduled", "recording:" + row.recording(), Map.of(AuditLog.COMMUNITY, row.community().toString(),
        "policy", verdict.policy(), "kept-until", verdict.until().toString(), "purge-at", purgeAt.toString(), "cause", cause.name()));
  }

  private static Cause cause(RetentionRow row, Verdict verdict) {
    return row.keptBy() == Keeper.HOLD
        ? Cause.HOLD
        : row.keptBy() == Keeper.LONG_KEEP
            ? Cause.LONG_KEEP
            : row.cause() != null && row.state() == State.SCHEDULED
                ? row.cause()
                : verdict.policy().equals(row.policy()) ? Cause.PERIOD : Cause.POLICY;
  }

  private void released(RetentionRow row, @Nullable Keeper keeper) {
    row.state().requireMayBecome(State.KEPT);
    table.released(row.recording());
    audit.append(PURGE, "recording.unscheduled", "recording:" + row.recording(),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "cause", keeper == null ? Cause.POLICY.name() : keeper.name()));
  }
}
