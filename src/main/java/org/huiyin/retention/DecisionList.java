package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Life.State;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class DecisionList implements Undecided, ProposalHandler {
  private static final int MOST = 1000;

  private final RetentionTable table;
  private final SentenceTable sentences;
  private final Schedule schedule;
  private final Approvals approvals;
  private final AuditLog audit;
  private final Clock clock;

  DecisionList(RetentionTable table, SentenceTable sentences, Schedule schedule, Approvals approvals, AuditLog audit, Clock clock) {
    this.table = table;
    this.sentences = sentences;
    this.schedule = schedule;
    this.approvals = approvals;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public List<Retention.Kept> list(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    var last = after == null ? null : table.find(after).orElse(null);
    return table.undecided(clock.instant(), communities, last, limit).stream().map(RetentionRow::kept).toList();
  }

  @Override
  public long count(Set<CommunityId> communities) {
    return table.countUndecided(clock.instant(), communities);
  }

  @Override
  @Transactional
  public Proposal proposeDestroying(Actor by, RecordingId recording, String reason) {
    var row = table.lock(recording).orElseThrow(() -> new IllegalArgumentException("no such recording"));
    requireListed(row, clock.instant());
    return approvals.propose(by, new Approvals.Draft(DESTROYING, "recording:" + recording, row.community(), reason,
        Map.of("of", "recording:" + recording, "kept-until", row.until().toString())));
  }

  @Override
  public String kind() {
    return DESTROYING;
  }

  /** Asked anew: a hold or a closed ticket may have come between. */
  @Override
  @Transactional
  public void carryOut(Proposal approved, Actor.Staff approver) {
    var recording = RecordingId.of(approved.subject().substring("recording:".length()));
    var now = clock.instant();
    requireListed(table.lock(recording).orElseThrow(), now);
    sentences.add(recording, approved, approver, now);
    var row = table.lock(recording).orElseThrow();
    audit.append(approver, "recording.sentenced", "recording:" + recording,
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "proposer", approved.proposer(), "proposal", approved.id().toString()));
    schedule.look(row, now, Life.Cause.DECISION);
  }

  private void requireListed(RetentionRow row, Instant now) {
    boolean listed = row.state() == State.KEPT && !now.isBefore(row.until()) && schedule.sight(row, now).keeper() == Keeper.OPEN_TICKET;
    if (!listed) {
      throw new IllegalStateException("recording " + row.recording() + " does not wait for a decision");
    }
  }
}
