package org.huiyin.ticket;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * A matter.
 *
 * @param call the call that opened it
 * @param choice the menu choice it came by
 * @param callerName, what, place, measures, result: empty until somebody wrote them
 * @param version for optimistic locking: a correction names the version it was made from
 */
public record Ticket(TicketNumber number, CommunityId community, CallId call, TicketState state, Category category, Priority priority,
    String choice,
    PhoneNumber caller, String callerName, String what, String place, String measures, String result, Instant openedAt,
    @Nullable Instant archivedAt,
    List<Event> timeline, long version) {
  /**
   * Something that happened to the ticket.
   *
   * @param actor as {@link org.huiyin.foundation.Actor#reference()}
   * @param kind {@code opened}, {@code note}, {@code corrected}, {@code state}
   * @param text what a person wrote; or, for a correction or a change of state, what changed, by field name, without the values
   */
  public record Event(Instant at, String actor, String kind, String text) {
  }
}
