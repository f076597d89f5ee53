package org.huiyin.telephony;

import java.time.Duration;
import java.util.regex.Pattern;

/** What a script may ask for. */
final class Keys {
  private static final Pattern ON_A_TELEPHONE = Pattern.compile("[0-9*#]*");
  private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(1);
  static final Duration LONGEST_MESSAGE = Duration.ofMinutes(10);

  private Keys() {
  }

  static void check(String keys) {
    if (!ON_A_TELEPHONE.matcher(keys).matches()) {
      throw new IllegalArgumentException("keys are out of 0-9*#");
    }
  }

  static void check(Duration silence, Duration limit) {
    if (silence.compareTo(SHORTEST_SILENCE) < 0 || silence.toMillisPart() != 0) {
      throw new IllegalArgumentException("silence is counted in whole seconds, at least one");
    }
    check(limit);
  }

  static void check(Duration limit) {
    if (!limit.isPositive() || limit.compareTo(LONGEST_MESSAGE) > 0) {
      throw new IllegalArgumentException("a message takes at most " + LONGEST_MESSAGE.toMinutes() + " minutes");
    }
  }
}
