package org.huiyin.approval;

/** Somebody may not decide about this proposal, or not any more. */
public final class NotDecidable extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** Why not. */
  public enum Reason {
    /** Whoever proposed it does not decide about it. */
    OWN("whoever proposed it does not decide about it: ask a second person"),
    /** Whoever sits at the machine is nobody in particular. */
    LOCAL_ADMIN("the local administrator is nobody in particular and never counts as the second person: a member of staff has to decide"),
    /** The account is disabled, lacks the role, or belongs elsewhere. */
    NOT_ELIGIBLE("this account may not decide about it"),
    /** It is decided, withdrawn or expired. */
    OVER("it is no longer open"),
    /** Only whoever proposed it takes it back. */
    NOT_YOURS("only whoever proposed it can take it back");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  NotDecidable(ProposalId proposal, Reason reason) {
    super("proposal " + proposal + ": " + reason.text);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
