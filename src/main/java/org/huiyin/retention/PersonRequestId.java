package org.huiyin.retention;

import java.util.UUID;

/** Names one request. */
public record PersonRequestId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID */
  public static PersonRequestId of(String text) {
    return new PersonRequestId(UUID.fromString(text));
  }

  static PersonRequestId random() {
    return new PersonRequestId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
