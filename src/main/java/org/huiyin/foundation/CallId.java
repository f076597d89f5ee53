package org.huiyin.foundation;

import java.util.UUID;

/** Names one call; made by the dialplan. */
public record CallId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID in its 36-character form */
  public static CallId of(String text) {
    return new CallId(Ids.parse(text));
  }

  public static CallId random() {
    return new CallId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
