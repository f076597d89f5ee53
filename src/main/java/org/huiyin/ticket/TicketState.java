package org.huiyin.ticket;

import java.util.Set;

/** The states of a ticket and the one table of its legal transitions. */
public enum TicketState {
  /** The matter is taken in (受理). */
  ACCEPTED,
  /** The caller left nothing that could be worked on; somebody should ring back (未接). */
  MISSED,
  /** The matter is closed with a result (归档). */
  ARCHIVED;

  /** The states that may follow this one. */
  public Set<TicketState> next() {
    return switch (this) {
      case ACCEPTED -> Set.of(MISSED, ARCHIVED);
      case MISSED -> Set.of(ACCEPTED, ARCHIVED);
      case ARCHIVED -> Set.of();
    };
  }
}
