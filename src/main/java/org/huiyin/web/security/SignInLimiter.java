package org.huiyin.web.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.springframework.stereotype.Component;

/**
 * Slows down guessing: so many failures for one account, and so many from one address, then nothing is even tried until the window is over.
 * An attempt counts before it is decided, so that a hundred at once gain nothing. Accounts that do not exist are counted like those that do.
 *
 * <p>Kept in memory: each node counts for itself and a restart forgets. With the slow hash and passwords of twelve characters that is enough;
 * whoever can restart the service needs no guessing.
 */
@Component
class SignInLimiter {
  static final int FOR_AN_ACCOUNT = 10;
  static final int FROM_AN_ADDRESS = 30;
  static final Duration WINDOW = Duration.ofMinutes(15);
  private static final int MOST_KEYS = 20_000;

  private final Clock clock;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  SignInLimiter(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt.
   *
   * @return until when no further attempt is taken; empty when this one may go on
   */
  synchronized Optional<Instant> attempt(String account, String address) {
    Instant now = clock.instant();
    var blocked = blocked("account:" + account, FOR_AN_ACCOUNT, now).or(() -> blocked("address:" + address, FROM_AN_ADDRESS, now));
    if (blocked.isEmpty()) {
      count("account:" + account, now);
      count("address:" + address, now);
    }
    return blocked;
  }

  /** The attempt was the right person's: the account starts anew, and the address gets its one attempt back. */
  synchronized void succeeded(String account, String address) {
    counts.remove("account:" + account);
    counts.computeIfPresent("address:" + address, (key, count) -> count.used() <= 1 ? null : new Count(count.since(), count.used() - 1));
  }

  /** An administrator vouches for the person. */
  synchronized void forgive(String account) {
    counts.remove("account:" + account);
  }

  private Optional<Instant> blocked(String key, int most, Instant now) {
    Count count = counts.get(key);
    return count == null || count.overAt(now) || count.used() < most ? Optional.empty() : Optional.of(count.since().plus(WINDOW));
  }

  private void count(String key, Instant now) {
    Count before = counts.remove(key);
    counts.put(key, before == null || before.overAt(now) ? new Count(now, 1) : new Count(before.since(), before.used() + 1));
    if (counts.size() > MOST_KEYS) {
      counts.values().removeIf(count -> count.overAt(now));
    }
    while (counts.size() > MOST_KEYS) {
      counts.remove(counts.keySet().iterator().next());
    }
  }

  private record Count(Instant since, int used) {
    boolean overAt(Instant now) {
      return !now.isBefore(since.plus(WINDOW));
    }
  }
}
