package org.huiyin.foundation;

import java.util.UUID;

/** Names one member of staff. */
public record StaffId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID in its 36-character form */
  public static StaffId of(String text) {
    return new StaffId(Ids.parse(text));
  }

  public static StaffId random() {
    return new StaffId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
