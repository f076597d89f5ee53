package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.ticket.TicketNumber;

/** The long-keep class: two people begin it, two people end it, and each year one looks whether it is still needed. */
public interface LongKeeps {
  /** The kinds of the proposals. */
  String BEGINNING = "keep.begin";
  String ENDING = "keep.end";

  /**
   * Proposes it. What it would cover is not destroyed while the proposal is open.
   *
   * @throws IllegalArgumentException when there is no such subject, it is a number (which is no matter), or the reason is blank
   * @throws IllegalStateException when it is kept or proposed already, or destroyed
   */
  Proposal propose(Actor by, Holds.Subject subject, String reason);

  /** @throws IllegalStateException when it has ended, or that is proposed already */
  Proposal proposeEnding(Actor by, LongKeepId id, String reason);

  /**
   * One person has looked whether it is still needed, and says what they found. The next time is a year from now.
   *
   * @throws IllegalArgumentException when the note is blank
   * @throws IllegalStateException when it has ended
   */
  LongKeep review(Actor by, LongKeepId id, String note);

  Optional<LongKeep> find(LongKeepId id);

  /** Those in force, the next review first; limit 1 to 1000. */
  List<LongKeep> inForce(Set<CommunityId> communities, int limit);

  /** Those in force that cover the recording. */
  List<LongKeep> covering(RecordingId recording);

  /** Those in force of the ticket and of its recordings. */
  List<LongKeep> covering(TicketNumber ticket);

  /** What it covers now, destroyed or not; nothing once it has ended. */
  List<RecordingId> covered(LongKeepId id);

  /** Who looked when whether it is still needed, and what they found; the oldest first. */
  List<Review> reviews(LongKeepId id);

  /** @param reviewer as {@link Actor#reference()} */
  record Review(Instant at, String reviewer, String note) {
  }

  /** How many reviews should have taken place and have not. */
  long overdue();
}
