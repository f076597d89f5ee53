package org.huiyin.foundation;

import java.util.UUID;

/** Names one recording. */
public record RecordingId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID in its 36-character form */
  public static RecordingId of(String text) {
    return new RecordingId(Ids.parse(text));
  }

  public static RecordingId random() {
    return new RecordingId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
