package org.huiyin.ticket;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** The tickets and what can be done with them. */
public interface Tickets {
  /** Opens the call's ticket, or returns the one it has: a call opens at most one, whatever is delivered twice. */
  TicketNumber open(Opening opening);

  Optional<Ticket> find(TicketNumber number);

  Optional<Ticket> ofCall(CallId call);

  /** The tickets of those calls that have one, without their timelines. */
  Map<CallId, Ticket> ofCalls(Collection<CallId> calls);

  /** Other tickets of the same caller in the same community, the newest first, without their timelines; none when the caller is unknown. */
  List<Ticket> ofTheSameCaller(TicketNumber number, int limit);

  /**
   * How far the matters of a caller's number are in the community, those that are not archived first, the newest of each first. Numbers are shared and can be
   * forged, so nothing else is told; each that is told is audited, without the number. Calls in which nothing but this was asked for are no matter.
   *
   * @param call in which it is told
   * @param caller none for one that is withheld or unknown; a matter whose caller withheld the number is nobody's
   * @param limit 1 to 10
   */
  List<Standing> tell(CallId call, CommunityId community, PhoneNumber caller, int limit);

  /** The newest first, without their timelines. */
  List<Ticket> list(Query query);

  /** How many the query would list without its limit. */
  long count(Query query);

  /** @throws StaleTicket when somebody else changed the ticket since {@code version} */
  Ticket correct(Actor by, TicketNumber number, long version, Correction correction);

  /** @throws IllegalArgumentException when the text is blank or too long */
  Ticket note(Actor by, TicketNumber number, String text);

  /** @throws IllegalStateException naming both states when the ticket cannot be archived from its state; or when the result is blank */
  Ticket archive(Actor by, TicketNumber number, String result);

  /** Takes up a missed call as a matter to be worked on. */
  Ticket takeUp(Actor by, TicketNumber number);

  /** How far a matter is. */
  record Standing(TicketState state, Instant openedAt) {
  }

  /** @param choice the menu's choice, such as {@code repair}; empty when none was made */
  record Opening(CallId call, CommunityId community, PhoneNumber caller, String choice, Category category, Priority priority) {
  }

  /** Only the fields that are not null are changed. */
  record Correction(@Nullable Category category, @Nullable Priority priority, @Nullable String callerName, @Nullable String what,
      @Nullable String place, @Nullable String measures) {
  }

  /**
   * @param state only these, or all when null
   * @param before only tickets with a smaller number, or from the newest when null
   * @param limit 1 to 200
   */
  record Query(Set<CommunityId> communities, @Nullable TicketState state, @Nullable Priority priority, @Nullable TicketNumber before,
      int limit) {
    public Query {
      if (limit < 1 || limit > 200) {
        throw new IllegalArgumentException("a page has 1 to 200 tickets");
      }
    }
  }

  /** Somebody else was faster. */
  final class StaleTicket extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StaleTicket(TicketNumber number) {
      super("ticket " + number + " was changed by somebody else meanwhile; read it again, then repeat your change");
    }
  }
}
