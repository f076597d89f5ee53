package org.huiyin.approval;

import java.util.Set;

/** The life of a proposal. */
public enum ProposalState {
  OPEN,
  /** Nobody decided for three days: the district may decide too. */
  ESCALATED, APPROVED, REFUSED, WITHDRAWN,
  /** Nobody decided at all; nothing was done. */
  EXPIRED;

  /** The only table of legal transitions. */
  private Set<ProposalState> next() {
    return switch (this) {
      case OPEN -> Set.of(ESCALATED, APPROVED, REFUSED, WITHDRAWN, EXPIRED);
      case ESCALATED -> Set.of(APPROVED, REFUSED, WITHDRAWN, EXPIRED);
      case APPROVED, REFUSED, WITHDRAWN, EXPIRED -> Set.of();
    };
  }

  public boolean mayBecome(ProposalState other) {
    return next().contains(other);
  }

  /** Whether it waits for somebody's decision. */
  public boolean open() {
    return !next().isEmpty();
  }

  /** @throws IllegalStateException with both names when there is no such transition */
  void requireMayBecome(ProposalState other) {
    if (!mayBecome(other)) {
      throw new IllegalStateException("a proposal that is " + this + " cannot become " + other);
    }
  }
}
