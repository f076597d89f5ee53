package org.huiyin.foundation;

import java.util.UUID;

/** Names one community. */
public record CommunityId(UUID value) {
  /** @throws IllegalArgumentException when {@code text} is not a UUID in its 36-character form */
  public static CommunityId of(String text) {
    return new CommunityId(Ids.parse(text));
  }

  public static CommunityId random() {
    return new CommunityId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
