package org.huiyin.approval;

import org.huiyin.foundation.Actor;

/** Carries out what was approved. Each kind of proposal has exactly one, and the module that owns the deed provides it. */
public interface ProposalHandler {
  /** The kind of proposals that it carries out. */
  String kind();

  /**
   * Does it, in the transaction in which it is approved: both stand or fall together.
   *
   * @throws IllegalStateException when it is no longer possible; the approval is undone with it and the proposal stays open
   */
  void carryOut(Proposal approved, Actor.Staff approver);
}
