package org.huiyin.retention;

import java.util.UUID;

/** Names one hold. */
public record HoldId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID */
  public static HoldId of(String text) {
    return new HoldId(UUID.fromString(text));
  }

  public static HoldId random() {
    return new HoldId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
