package org.huiyin.telephony;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A trunk that sends a key both by RFC 4733 and by INFO makes it arrive twice: the copy is not a second key. */
final class DoubledKeys {
  /** Copies arrive this close to each other. */
  static final Duration WINDOW = Duration.ofMillis(150);

  private final LongSupplier nanoTime;
  private char last;
  private long lastAt;

  DoubledKeys(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the key that arrives now is only the copy of the one before. */
  boolean isCopy(char key) {
    long now = nanoTime.getAsLong();
    if (key == last && now - lastAt < WINDOW.toNanos()) {
      last = 0;
      return true;
    }
    last = key;
    lastAt = now;
    return false;
  }
}
