package org.huiyin.retention;

import java.time.Instant;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * Stops destruction (保全).
 *
 * @param subject the recording's id, the ticket's number, or the telephone number with its middle left out
 * @param placedBy as {@link org.huiyin.foundation.Actor#reference()}
 * @param until when it ends by itself; null when only two people can end it
 * @param liftedAt when two people ended it; null while they have not
 */
public record Hold(HoldId id, Kind kind, String subject, CommunityId community, String reason, String placedBy, Instant placedAt,
    @Nullable Instant until, @Nullable Instant liftedAt, @Nullable String liftedBy) {
  /** What is held. */
  public enum Kind {
    /** One recording. */
    RECORDING,
    /** All audio of a ticket, also what is added later. */
    TICKET,
    /** All audio of a telephone number in one community, also of later calls. */
    NUMBER
  }

  public boolean inForce(Instant now) {
    return liftedAt == null && (until == null || now.isBefore(until));
  }
}
