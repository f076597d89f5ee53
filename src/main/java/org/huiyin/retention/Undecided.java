package org.huiyin.retention;

import java.util.List;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/**
 * The decision list: recordings whose two years are over and whose ticket is still open. Somebody holds them, or two people keep them long or destroy them; or
 * the ticket is closed, and their policy decides.
 */
public interface Undecided {
  /** The kind of the proposals to destroy one. */
  String DESTROYING = "recording.destroy";

  /** The longest overdue first; {@code after}: only those that come after this one; limit 1 to 1000. */
  List<Retention.Kept> list(Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  long count(Set<CommunityId> communities);

  /**
   * Proposes to destroy it, seven days after somebody else has approved.
   *
   * @throws IllegalArgumentException when there is no such recording, or the reason is blank
   * @throws IllegalStateException when it does not stand in the list, or that is proposed already
   */
  Proposal proposeDestroying(Actor by, RecordingId recording, String reason);
}
