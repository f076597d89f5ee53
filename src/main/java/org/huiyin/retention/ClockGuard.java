package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Whether the clock may be believed when it says that something is due. Knows nothing but what it is given. */
final class ClockGuard {
  /** Clocks of several machines never agree wholly. */
  static final Duration TOLERANCE = Duration.ofMinutes(1);
  static final Duration APART = Duration.ofMinutes(5);
  static final Duration JUMP = Duration.ofDays(1);

  private ClockGuard() {
  }

  /**
   * What is seen at one moment.
   *
   * @param beat the last moment that was believed, written every minute; null before the first
   * @param audited the moment of the latest entry in the audit that no confirmation covers; null when there is none
   * @param database what the database's server says; null when it does not say
   * @param asterisk what Asterisk says; null when it does not say
   * @param acceptedUntil until when two people have accepted that the clocks differ; null when they have not
   */
  record Sight(Instant now, @Nullable Instant beat, @Nullable Instant audited, @Nullable Instant database, @Nullable Instant asterisk,
      @Nullable Instant acceptedUntil) {
  }

  static Set<Doubt> doubts(Sight sight) {
    var doubts = EnumSet.noneOf(Doubt.class);
    if (behind(sight.audited(), sight.now()) || behind(sight.beat(), sight.now())) {
      doubts.add(Doubt.BEHIND);
    }
    if (sight.beat() != null && Duration.between(sight.beat(), sight.now()).abs().compareTo(JUMP) > 0) {
      doubts.add(Doubt.JUMPED);
    }
    var accepted = sight.acceptedUntil();
    if (accepted == null || !sight.now().isBefore(accepted)) {
      if (apart(sight.database(), sight.now())) {
        doubts.add(Doubt.DATABASE_DIFFERS);
      }
      if (apart(sight.asterisk(), sight.now())) {
        doubts.add(Doubt.ASTERISK_DIFFERS);
      }
    }
    return doubts;
  }

  private static boolean behind(@Nullable Instant known, Instant now) {
    return known != null && now.plus(TOLERANCE).isBefore(known);
  }

  private static boolean apart(@Nullable Instant other, Instant now) {
    return other != null && Duration.between(other, now).abs().compareTo(APART) > 0;
  }
}
