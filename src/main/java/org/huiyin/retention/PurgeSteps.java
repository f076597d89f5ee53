package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.huiyin.retention.RetentionRow.State;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The steps of a destruction that are written down, each in one transaction. */
@Component
class PurgeSteps {
  private static final Actor PURGE = new Actor.Component("purge");

  private final RetentionTable table;
  private final Recordings recordings;
  private final Decisions decisions;
  private final AuditLog audit;
  private final RetentionSettings settings;
  private final Clock clock;

  PurgeSteps(RetentionTable table, Recordings recordings, Decisions decisions, AuditLog audit, RetentionSettings settings, Clock clock) {
    this.table = table;
    this.recordings = recordings;
    this.decisions = decisions;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** The order to destroy the recording, or nothing: it is not due after all, or somebody else is at it. */
  @Transactional
  public Optional<PurgeOrder> order(RecordingId recording, String owner, Instant now) {
    var row = table.lock(recording).orElseThrow();
    var wall = clock.instant();
    var leased = row.leaseUntil();
    if (row.state() == State.DESTROYED || (row.state() == State.ORDERED && leased != null && wall.isBefore(leased))) {
      return Optional.empty();
    }
    var facts = recordings.find(recording);
    var verdict = decisions.decide(row.call(), row.community(), row.callStartedAt(), now);
    if (verdict instanceof Verdict.Keep && !begun(facts)) {
      table.decided(recording, verdict);
      return Optional.empty();
    }
    // What has begun is brought to its end under the rule it began with: without its key there is nothing left to keep.
    var stands = begun(facts) ? new Verdict.Due(row.policy(), row.until()) : verdict;
    var hash = facts.map(RecordingFacts::audioHash).filter(text -> !text.isEmpty()).orElse(row.audioHash());
    table.ordered(recording, stands, hash, wall, owner, wall.plus(settings.lease()));
    return Optional.of(new PurgeOrder(recording, stands.policy()));
  }

  /** Leaves the tombstone and the audit entry; false when another node has done so. */
  @Transactional
  public boolean finish(PurgeOrder order, String owner) {
    var facts = recordings.find(order.recording());
    if (facts.isPresent() && facts.get().state() != RecordingState.DESTROYED) {
      throw new IllegalStateException("the destruction came to its end but the recording is " + facts.get().state());
    }
    var row = table.lock(order.recording()).orElseThrow();
    if (!table.destroyed(order.recording(), clock.instant())) {
      return false;
    }
    audit.append(PURGE, "recording.purged", "recording:" + order.recording(), Map.of(AuditLog.COMMUNITY, row.community().toString(), "call",
        row.call().toString(), "policy", order.policy(), "kept-until", row.until().toString(), "audio-hash", row.audioHash(), "run",
        owner));
    return true;
  }

  @Transactional
  public void fail(RecordingId recording, String owner, String failure) {
    table.failed(recording, owner, clock.instant(), failure);
  }

  private static boolean begun(Optional<RecordingFacts> facts) {
    return facts.map(RecordingFacts::state).filter(state -> state == RecordingState.DESTROYING || state == RecordingState.DESTROYED)
        .isPresent();
  }
}
