package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

import org.huiyin.recording.WrappingKeys.Life;

/** When a wrapping key is replaced, when it is destroyed, and what may be promised of that. Knows nothing but what it is given. */
final class KeyPlan {
  /** For the hour in which the work wakes, and a night in which it does not. */
  static final Duration SLACK = Duration.ofDays(1);

  private KeyPlan() {
  }

  /** Whether the one that wraps is replaced now; a turn-over that was set shorter since counts at once, one that was set longer does not. */
  static boolean replaced(Life active, KeySettings settings, Instant now) {
    var due = settings.retireAt(active.made());
    return misdated(active.made(), now) || !now.isBefore(active.retireAt().isBefore(due) ? active.retireAt() : due);
  }

  /** What a clock that was ahead has noted, and that would keep a key for as long as it was ahead: it counts as noted now. */
  static boolean misdated(Instant noted, Instant now) {
    return noted.isAfter(now.plus(SLACK));
  }

  /** @param emptied since when nothing is wrapped by it */
  static boolean rested(Instant emptied, Instant now) {
    return !now.isBefore(emptied.plus(KeySettings.REST));
  }

  /** When one that lives will be destroyed, at the latest, as things are. */
  static Instant gone(Life life, Instant now) {
    var emptied = life.emptied();
    if (emptied != null && !misdated(emptied, now)) {
      return emptied.plus(KeySettings.REST).plus(SLACK);
    }
    boolean wraps = life.retired() == null && now.isBefore(life.retireAt()) && !misdated(life.made(), now);
    var leaves = wraps ? life.retireAt() : now;
    return leaves.plus(KeySettings.REST).plus(SLACK);
  }

  /** Those that may have wrapped what the last of them wraps: itself, whatever was made before it, and whatever nobody knows when. */
  static Collection<Life> upTo(int last, Collection<Life> all, Instant now) {
    var made = all.stream().filter(life -> life.id() == last).map(Life::made).findFirst().orElse(now);
    return all.stream().filter(life -> !life.made().isAfter(made) || misdated(life.made(), now)).toList();
  }

  /** When the last of them is gone; empty when there are none. */
  static Optional<Instant> allGone(Collection<Life> lives, Instant now) {
    return lives.stream().map(life -> life.destroyed() == null ? gone(life, now) : life.destroyed()).max(Comparator.naturalOrder());
  }
}
