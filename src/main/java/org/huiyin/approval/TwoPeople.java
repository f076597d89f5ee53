package org.huiyin.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.huiyin.approval.NotDecidable.Reason;
import org.huiyin.foundation.Actor;
import org.jspecify.annotations.Nullable;

/** The rules. They know nothing but what they are given. */
final class TwoPeople {
  /** So long the community's own people have it to themselves. */
  static final Duration UNTIL_ESCALATION = Duration.ofDays(3);
  static final Duration UNTIL_EXPIRY = Duration.ofDays(30);

  private TwoPeople() {
  }

  /** How the proposal stands at a moment, whether or not anybody has written that down yet. */
  static ProposalState at(Proposal proposal, Instant now) {
    if (!proposal.state().open()) {
      return proposal.state();
    }
    if (!now.isBefore(proposal.expiresAt())) {
      return ProposalState.EXPIRED;
    }
    return now.isBefore(proposal.escalatesAt()) ? proposal.state() : ProposalState.ESCALATED;
  }

  /** Why somebody may not decide; empty when they may. */
  static Optional<Reason> objection(Proposal proposal, Actor by, @Nullable Voter voter, Instant now) {
    var state = at(proposal, now);
    if (!state.open()) {
      return Optional.of(Reason.OVER);
    }
    if (!(by instanceof Actor.Staff person)) {
      return Optional.of(Reason.LOCAL_ADMIN);
    }
    if (by.reference().equals(proposal.proposer())) {
      return Optional.of(Reason.OWN);
    }
    if (voter == null || !voter.id().equals(person.id()) || !concerns(proposal, state, voter)) {
      return Optional.of(Reason.NOT_ELIGIBLE);
    }
    return Optional.empty();
  }

  private static boolean concerns(Proposal proposal, ProposalState state, Voter voter) {
    if (voter.district() && state == ProposalState.ESCALATED) {
      return true;
    }
    return proposal.community() == null ? voter.everywhere() : voter.communities().contains(proposal.community());
  }
}
