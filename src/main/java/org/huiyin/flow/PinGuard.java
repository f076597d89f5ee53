package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a guesser out, whatever number they call from and however often: after so many wrong PINs in an hour, over all calls, no PIN is taken for a while.
 *
 * @param wrong wrong PINs since {@code since}
 * @param lockedUntil null while PINs are taken
 */
record PinGuard(int wrong, Instant since, @Nullable Instant lockedUntil) {
  static final int MOST_WRONG = 10;
  static final Duration COUNTED = Duration.ofHours(1);
  static final Duration LOCKED = Duration.ofMinutes(30);

  boolean isLocked(Instant now) {
    return lockedUntil != null && now.isBefore(lockedUntil);
  }

  PinGuard afterWrong(Instant now) {
    boolean again = lockedUntil != null || Duration.between(since, now).compareTo(COUNTED) >= 0;
    int count = again ? 1 : wrong + 1;
    return new PinGuard(count, again ? now : since, count >= MOST_WRONG ? now.plus(LOCKED) : null);
  }
}
