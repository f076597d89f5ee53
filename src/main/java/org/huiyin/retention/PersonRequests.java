package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.ticket.Ticket;
import org.jspecify.annotations.Nullable;

/** Requests of persons about their own data: find, hand over, erase what nothing keeps, answer. */
public interface PersonRequests {
  /** The kind of the proposals to erase. */
  String ERASING = "request.erase";

  /**
   * Takes one in. It has to be answered within 15 working days of its community.
   *
   * @param identity how it was made sure that the number is theirs
   * @throws IllegalArgumentException when the number is not known, or it is not said how that was checked
   */
  PersonRequest receive(Actor by, CommunityId community, PhoneNumber number, String identity);

  Optional<PersonRequest> find(PersonRequestId id);

  /** The latest first, without their logs; {@code after}: only those that come after this one; limit 1 to 200. */
  List<PersonRequest> newest(Set<CommunityId> communities, boolean openOnly, @Nullable PersonRequestId after, int limit);

  /** Everything about the number, the latest call first; empty once the request has forgotten the number. */
  List<Item> about(PersonRequest request);

  /** Writes down, committed before it returns, that all of it is handed over now. */
  void handedOver(Actor by, PersonRequestId id, int audible);

  /**
   * Proposes to erase what nothing keeps.
   *
   * @throws IllegalStateException when there is nothing such, that is proposed already, or the request has forgotten the number
   */
  Proposal proposeErasing(Actor by, PersonRequestId id, String reason);

  /**
   * Ends it. What is kept and why is added to the answer as it is at this moment. Never waits for a second person.
   *
   * @throws IllegalArgumentException when the text is blank
   * @throws IllegalStateException when it is answered already
   */
  PersonRequest answer(Actor by, PersonRequestId id, String text);

  /** How many should have been answered by now. */
  long overdue();

  /**
   * One call of the number and what belongs to it.
   *
   * @param recording null when there is none
   * @param fate what will become of it
   * @param until when its period ends or, when it is scheduled, when it is destroyed; null where neither is to be said
   */
  record Item(CallId call, Instant startedAt, String choice, @Nullable RecordingId recording, @Nullable Ticket ticket, Fate fate,
      String policy, @Nullable Instant until) {
  }

  /** What will become of a call's data when its person asks for it to be erased. */
  enum Fate {
    /** It is inside its period, which is the reason that the caller was told. */
    PERIOD, HOLD, LONG_KEEP, OPEN_TICKET,
    /** Its destruction is scheduled already. */
    SCHEDULED,
    /** Nothing keeps it. */
    ERASABLE,
    /** The audio and who called are gone already. */
    GONE
  }
}
