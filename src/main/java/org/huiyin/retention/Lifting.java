package org.huiyin.retention;

import java.time.Clock;
import java.util.HashMap;

import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.springframework.stereotype.Component;

/** Lifts a hold once a second person has approved. What it covered is looked at by the next sweep, and scheduled with the full delay. */
@Component
class Lifting implements ProposalHandler {
  private final HoldTable table;
  private final AuditLog audit;
  private final Clock clock;

  Lifting(HoldTable table, AuditLog audit, Clock clock) {
    this.table = table;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return Holds.LIFTING;
  }

  @Override
  public void carryOut(Proposal approved, Actor.Staff approver) {
    var hold = table.lock(HoldId.of(approved.subject().substring("hold:".length()))).orElseThrow();
    var now = clock.instant();
    if (!hold.inForce(now)) {
      throw new IllegalStateException("this hold is over already");
    }
    table.lifted(hold.id(), now, approver.reference(), approved.id());
    var details = new HashMap<>(HoldBook.details(hold));
    details.put("proposer", approved.proposer());
    details.put("proposal", approved.id().toString());
    audit.append(approver, "hold.lifted", HoldBook.subject(hold), details);
  }
}
