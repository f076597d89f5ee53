package org.huiyin.resident;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How a call went, as the resident and SIPp saw it. */
public sealed interface Outcome {
  /** The Call-ID of SIP, the same that Asterisk writes into the call's sidecar. */
  String sipCallId();

  enum End {
    RESIDENT, HOTLINE,
    /** Nobody: the hotline was gone when the resident hung up. */
    NOBODY
  }

  /** Something the resident did, and when it began, counted from the answer. */
  record Act(String what, Duration at) {
  }

  /**
   * The call was answered.
   *
   * @param untilAnswer from the dialling to the answer
   * @param untilAudio from the answer to the first packet of audio; absent if none came. It can be a little negative: audio may overtake SIPp
   * @param length from the answer to the end
   * @param heard everything heard, from the answer on
   * @param untilTheEnd whether the resident did all of the script, or the hotline hung up before
   */
  record Talked(String sipCallId, Duration untilAnswer, Optional<Duration> untilAudio, Duration length, End endedBy, Sound heard,
      List<Act> acts,
      boolean untilTheEnd) implements Outcome {
    public Duration firstTime(String what) {
      return acts.stream().filter(act -> act.what().equals(what)).findFirst().orElseThrow().at();
    }
  }

  /** The hotline refused with a SIP status. */
  record Refused(String sipCallId, int status, String reason) implements Outcome {
  }

  /** SIPp could not place or hold the call; the error is one line. */
  record Failed(String sipCallId, String error) implements Outcome {
  }

  /** The call, for who takes an answered one for granted. */
  default Talked talked() {
    return switch (this) {
      case Talked talked -> talked;
      case Refused(_, int status, String reason) -> throw new IllegalStateException("the call was refused: " + status + " " + reason);
      case Failed(_, String error) -> throw new IllegalStateException("the call failed: " + error);
    };
  }
}
