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
  private boolean early;

  DoubledKeys(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the key that arrives now is only the copy of the one before. */
  boolean isCopy(char key) {
    if (isCopySince(key, nanoTime.getAsLong())) {
      last = early ? last : 0;
      window = KNOWN;
      return true;
    }
    take(key, false);
    return false;
  }

  /** Whether a key that arrived at some time since {@code earliest} can be a copy. */
  boolean isCopySince(char key, long earliest) {
    return key == last && earliest - lastAt < (early ? KNOWN : window).toNanos();
  }

  /** A key that was learnt of before Asterisk reported it: what it may still report of it, by either way, are copies. */
  void takeEarly(char key) {
    take(key, true);
  }

  private void take(char key, boolean before) {
    last = key;
    lastAt = nanoTime.getAsLong();
    early = before;
  }
}
