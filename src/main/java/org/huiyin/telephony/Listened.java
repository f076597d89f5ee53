package org.huiyin.telephony;

import java.time.Duration;

/**
 * What was heard while the resident could speak.
 *
 * @param spoken how long it lasted, the closing silence included; the message itself stands in the call's recording
 * @param end why it ended
 */
public record Listened(Duration spoken, End end) {
  /** {@code FINISHED}: the resident pressed {@code #}. */
  public enum End {
    FINISHED, SILENCE, LIMIT, HUNG_UP
  }
}
