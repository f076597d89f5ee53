package org.huiyin.foundation;

import java.util.UUID;

final class Ids {
  private static final int CANONICAL_LENGTH = 36;

  private Ids() {
  }

  /** UUID.fromString also takes "1-1-1-1-1"; an id of ours has one spelling only. */
  static UUID parse(String text) {
    if (text.length() != CANONICAL_LENGTH) {
      throw new IllegalArgumentException("not an id: a UUID has 36 characters");
    }
    return UUID.fromString(text);
  }
}
