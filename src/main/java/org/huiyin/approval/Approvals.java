package org.huiyin.approval;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;

/** Proposals and what became of them. Every step is audited. */
public interface Approvals {
  /**
   * Joins the caller's transaction, so that what belongs to the proposal stands or falls with it.
   *
   * @throws IllegalArgumentException when the reason is blank or something is too long
   * @throws IllegalStateException when the same is proposed already and still open
   */
  Proposal propose(Actor by, Draft draft);

  /**
   * Carries it out.
   *
   * @throws NotDecidable when {@code by} may not decide about it
   */
  Proposal approve(Actor by, ProposalId id, String note);

  /**
   * @throws NotDecidable when {@code by} may not decide about it
   * @throws IllegalArgumentException when the note is blank: whoever proposed it is told why not
   */
  Proposal refuse(Actor by, ProposalId id, String note);

  /** @throws NotDecidable when somebody else proposed it, or it is over */
  Proposal withdraw(Actor by, ProposalId id);

  Optional<Proposal> find(ProposalId id);

  Optional<Proposal> open(String kind, String subject);

  /** All that was ever proposed about the subject, whatever became of it; the oldest first. */
  List<Proposal> about(String subject);

  /** For which of the subjects one of this kind waits for a decision. */
  Set<String> open(String kind, Collection<String> subjects);

  /** What waits for a decision, the oldest first, as far as the viewer is concerned. */
  List<Proposal> open(Viewpoint viewer);

  /** What was decided, withdrawn or expired, the latest first; {@code after}: only what comes after this one; limit 1 to 200. */
  List<Proposal> over(Viewpoint viewer, @Nullable ProposalId after, int limit);

  /** Who may decide about it now; nobody when it is over. */
  Set<StaffId> deciders(Proposal proposal);

  /** Why {@code by} may not decide about it; empty when they may. */
  Optional<NotDecidable.Reason> objection(Actor by, Proposal proposal);

  /**
   * What is proposed; see {@link Proposal}.
   *
   * @param facts short values, at most 4000 characters together
   */
  record Draft(String kind, String subject, @Nullable CommunityId community, String reason, Map<String, String> facts) {
  }

  /** @param district whether what went up to the district is seen too, from whatever community */
  record Viewpoint(Set<CommunityId> communities, boolean district) {
    boolean sees(Proposal proposal) {
      return proposal.community() == null || communities.contains(proposal.community())
          || (district && proposal.state() == ProposalState.ESCALATED);
    }
  }
}
