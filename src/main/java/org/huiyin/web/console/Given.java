package org.huiyin.web.console;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** What stands in an address. One with a malformed id leads nowhere, as one with an unknown id does. */
final class Given {
  private Given() {
  }

  static <T> T id(Function<String, T> reading, String text) {
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException e) {
      throw new NoSuchPage("malformed id");
    }
  }

  /** Null when nothing was given. */
  static <T> @Nullable T orNone(Function<String, T> reading, @Nullable String text) {
    return text == null || text.isBlank() ? null : id(reading, text.strip());
  }
}
