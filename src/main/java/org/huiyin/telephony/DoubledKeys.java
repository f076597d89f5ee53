package org.huiyin.telephony;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A trunk that sends a key both by RFC 4733 and by INFO makes it arrive twice: the copy is not a second key. Measured on Asterisk 22: an INFO counts
 * when it comes, usually as the key goes down, an RFC 4733 event when the key is let go, so the two are as far apart as the key is held: 138 to 153 ms
 * for a key of 160 ms. A finger that means the same key twice needs longer.
 */
final class DoubledKeys {
  /** Until a trunk is known to double. */
  static final Duration FIRST = Duration.ofMillis(250);
  /** On a trunk that has doubled a key of this call, where every key comes in pairs, even one that is held long. */
  static final Duration KNOWN = Duration.ofMillis(600);

  private final LongSupplier nanoTime;
  private char last;
  private long lastAt;
  private Duration window = FIRST;

  DoubledKeys(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the key that arrives now is only the copy of the one before. */
  boolean isCopy(char key) {
    long now = nanoTime.getAsLong();
    if (key == last && now - lastAt < window.toNanos()) {
      last = 0;
      window = KNOWN;
      return true;
    }
    last = key;
    lastAt = now;
    return false;
  }
}
