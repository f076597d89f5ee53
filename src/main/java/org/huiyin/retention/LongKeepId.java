package org.huiyin.retention;

import java.util.UUID;

/** Names one long keep. */
public record LongKeepId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID */
  public static LongKeepId of(String text) {
    return new LongKeepId(UUID.fromString(text));
  }

  static LongKeepId random() {
    return new LongKeepId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
