package org.huiyin.retention;

import java.time.Instant;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an important or complex matter (重要或复杂的投诉) beyond its period.
 *
 * @param kind {@code RECORDING} or {@code TICKET}, which stands for all audio of the ticket, also what is added later
 * @param subject the recording's id or the ticket's number
 * @param proposer who asked for it, as {@link org.huiyin.foundation.Actor#reference()}
 * @param reviewedAt when somebody looked the last time whether it is still needed; null before the first time
 * @param reviewBy when somebody has to look again; nothing happens by itself when nobody does
 * @param endedAt when two people ended it; null while they have not
 */
public record LongKeep(LongKeepId id, Hold.Kind kind, String subject, CommunityId community, String reason, String proposer,
    String approver,
    Instant since, @Nullable Instant reviewedAt, Instant reviewBy, @Nullable Instant endedAt, @Nullable String endedBy) {
  public boolean inForce() {
    return endedAt == null;
  }

  public boolean overdue(Instant now) {
    return inForce() && !now.isBefore(reviewBy);
  }
}
