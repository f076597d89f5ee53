package org.huiyin.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.huiyin.foundation.SelfCheck;
import org.huiyin.operations.Difference.Reason;
import org.springframework.stereotype.Component;

/** Holds the witnesses of the last days against each other, up to now: every answered call has its row, its recording and its ticket. */
@Component
class CompletenessCheck implements SelfCheck {
  private static final Duration LOOKS_BACK = Duration.ofDays(3);
  private static final String LOOK_AT_THE_CALL = "look at the call's page and the service's log of that time";
  private static final Map<Reason, String> REMEDIES = Map.of(
      Reason.CALL_UNKNOWN, "see whether its files are in the spool; the sweep takes them up within 30 s while the service runs",
      Reason.START_NOT_WRITTEN, "see whether HUIYIN_HOME/log/asterisk/starts can be written to and the disk has room",
      Reason.RECORDING_UNSEALED, "the recording's page says why; it is tried again by itself once the cause is gone",
      Reason.RECORDING_SHORT, "see whether the disk was full or the machine overloaded at that time; what is there can be heard",
      Reason.RECORDING_EMPTY, "see whether audio reaches Asterisk: the trunk's NAT settings and the UDP ports",
      Reason.ORPHAN_FILE, "listen whether it holds a call, then move it away");

  private final Witnesses witnesses;
  private final Clock clock;

  CompletenessCheck(Witnesses witnesses, Clock clock) {
    this.witnesses = witnesses;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "completeness";
  }

  @Override
  public List<Finding> check() {
    var now = clock.instant();
    return Account.of(witnesses.hear(now.minus(LOOKS_BACK), now.minus(Account.SETTLED))).differences().stream()
        .filter(difference -> !difference.explained())
        .map(difference -> new Finding(difference.subject(), difference.why(),
            REMEDIES.getOrDefault(difference.reason(), LOOK_AT_THE_CALL)))
        .toList();
  }
}
