package org.huiyin.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/** Legal holds. One person places one at once; lifting it takes two, and destroys nothing before seven days have passed. */
public interface Holds {
  /** The kind of the proposals to lift one. */
  String LIFTING = "hold.lift";

  /**
   * Nothing that it covers is destroyed from its return on. What is scheduled is taken back.
   *
   * @throws IllegalArgumentException when there is no such subject, the reason is blank, or the end is not in the future
   * @throws IllegalStateException when the one recording that it is for is destroyed already
   */
  Placed place(Actor by, Placement placement);

  /**
   * Proposes to lift it; it stays in force until somebody else approves.
   *
   * @throws IllegalStateException when it is not in force, or that is proposed already
   */
  Proposal proposeLifting(Actor by, HoldId id, String reason);

  Optional<Hold> find(HoldId id);

  /** The latest first, those over too; {@code after}: only those that come after this one; limit 1 to 200. */
  List<Hold> newest(Set<CommunityId> communities, boolean inForceOnly, @Nullable HoldId after, int limit);

  /** Those in force that cover the recording, whatever they are for. */
  List<Hold> covering(RecordingId recording);

  /** The same for many at once; recordings without a hold are left out. */
  Map<RecordingId, List<Hold>> covering(Collection<RecordingId> recordings);

  /** Those in force that cover the ticket: its own, its recordings', its caller's; also before it has any audio. */
  List<Hold> covering(TicketNumber ticket);

  /** What it covers now, destroyed or not; nothing once it is over. */
  List<RecordingId> covered(HoldId id);

  /** @param until null: until two people lift it */
  record Placement(Subject subject, String reason, @Nullable Instant until) {
  }

  /** What is to be held. */
  sealed interface Subject {
    record OfRecording(RecordingId recording) implements Subject {
    }

    record OfTicket(TicketNumber ticket) implements Subject {
    }

    record OfNumber(CommunityId community, PhoneNumber number) implements Subject {
    }
  }

  /**
   * @param covered how many recordings it covers now that can still be kept
   * @param tooLate how many of them were destroyed before
   */
  record Placed(Hold hold, int covered, int tooLate) {
  }
}
