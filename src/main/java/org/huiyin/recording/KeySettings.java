package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param turnOver after how long a wrapping key is replaced by a new one: 7 to 92 days
 * @param batch how many recordings' keys are wrapped anew in one transaction
 */
@ConfigurationProperties("huiyin.recording.keys")
record KeySettings(@DefaultValue("30d") Duration turnOver, @DefaultValue("100") int batch) {
  /** How long after the last recording's key has left it a wrapping key is destroyed. Not to be set: certificates promise it. */
  static final Duration REST = Duration.ofDays(30);
  private static final Duration SHORTEST = Duration.ofDays(7);
  private static final Duration LONGEST = Duration.ofDays(92);
  private static final int LARGEST_BATCH = 1000;

  KeySettings {
    if (turnOver.compareTo(SHORTEST) < 0 || turnOver.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "huiyin.recording.keys.turn-over is " + SHORTEST.toDays() + "d to " + LONGEST.toDays() + "d, such as 30d");
    }
    if (batch < 1 || batch > LARGEST_BATCH) {
      throw new IllegalArgumentException("huiyin.recording.keys.batch is 1 to " + LARGEST_BATCH);
    }
  }

  Instant retireAt(Instant made) {
    return made.plus(turnOver);
  }
}
