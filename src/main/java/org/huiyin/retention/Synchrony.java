package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.huiyin.retention.TimeSynchronisation.Statement;
import org.jspecify.annotations.Nullable;

/** Whether a time synchronisation works, and what it may confirm. Knows nothing but what it is given. */
final class Synchrony {
  /** So long without a break before it counts: a clock that is just being put right is not right yet. */
  static final Duration STEADY = Duration.ofHours(1);
  /** Farther off the clock is not called right; nor is one that moved so far against the steady time meanwhile, or shows another time than the machine. */
  static final Duration WITHIN = Duration.ofSeconds(5);
  /** What only time itself says wrong. Where two clocks differ, each may be a synchronised one: people have to look. */
  private static final Set<Doubt> CONFIRMABLE = EnumSet.of(Doubt.BEHIND, Doubt.JUMPED);

  private Synchrony() {
  }

  /**
   * What is seen at one moment.
   *
   * @param clock what the service's clock shows
   * @param steady nanoseconds that no setting of a clock moves
   * @param said null when the machine does not say
   */
  record Look(Instant clock, long steady, @Nullable Statement said) {
    boolean right() {
      return said != null && said.synchronised() && said.maxError().compareTo(WITHIN) <= 0
          && Duration.between(said.now(), clock).abs().compareTo(WITHIN) <= 0;
    }
  }

  /** Since when it has worked without a break; null when it does not work now. */
  @Nullable
  static Look since(@Nullable Look since, Look now) {
    if (!now.right()) {
      return null;
    }
    return since == null || moved(since, now) ? now : since;
  }

  static boolean confirms(@Nullable Look since, Look now, Set<Doubt> doubts) {
    return since != null && now.steady() - since.steady() >= STEADY.toNanos() && !doubts.isEmpty() && CONFIRMABLE.containsAll(doubts);
  }

  private static boolean moved(Look since, Look now) {
    return Duration.between(since.clock(), now.clock()).minusNanos(now.steady() - since.steady()).abs().compareTo(WITHIN) > 0;
  }
}
