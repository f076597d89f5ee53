package org.huiyin.call;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * One dialogue with one caller, from answer to hang-up.
 *
 * @param endedAt null while it runs
 * @param stage the step it is in, or was in at the end: {@code notice}, {@code menu}, {@code message}, {@code thanks}, {@code done}, {@code fallback} ...
 * @param choice the menu choice, such as {@code repair}; empty when none was made
 * @param notice the version of the recording notice that was played; empty when the call ended before it
 * @param end how it ended
 * @param silent whether the recording shows that nothing was said in the message that was marked; false also while that is not known
 * @param menu the version of the menu that it began with; empty while it runs, and when it ended before
 */
public record Call(CallId id, CommunityId community, String sipCallId, String dialled, PhoneNumber caller, Instant startedAt,
    @Nullable Instant endedAt, String stage, String choice, String language, String notice, List<Mark> marks, End end, boolean silent,
    String menu) {
  /** How a call ended: by the sidecar of its hang-up, by Asterisk's sudden death, or not yet. */
  public enum End {
    RUNNING, COMPLETED, CUT_OFF
  }

  /** Whether something was said in a message, as far as is known. */
  public boolean hasMessage() {
    return !silent && marks.stream().anyMatch(mark -> mark.kind().equals("message"));
  }
}
