package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.huiyin.recording.WrappingKeys.Life;
import org.jspecify.annotations.Nullable;

/**
 * The wrapping keys without their secrets: which one wraps what, and which are destroyed, by the product's own decisions ({@link KeyPlan}) and in its order of
 * steps. Any of them may be the last before the process dies.
 */
public final class PlainRing<T> {
  private static final KeySettings SETTINGS = new KeySettings(Duration.ofDays(30), 100);

  private final List<Life> lives = new ArrayList<>();
  private final Map<T, Integer> wrappedBy = new HashMap<>();
  private final Map<T, Set<Integer>> everWrappedBy = new HashMap<>();
  /** Those before it are destroyed. */
  private int oldest;

  public PlainRing(Instant now) {
    add(now);
  }

  public void seal(T recording) {
    wrap(recording, active().id());
  }

  /** @return from when on no backup opens it, as its certificate says */
  public Instant destroyed(T recording, Instant now) {
    var last = wrappedBy.get(recording);
    return KeyPlan.allGone(KeyPlan.upTo(last == null ? lives.getFirst().id() : last, lives, now), now).orElseThrow();
  }

  public void forget(T recording) {
    wrappedBy.remove(recording);
  }

  /** Whether the ring of today opens it as it is wrapped in the database of today. */
  public boolean opens(T recording) {
    var by = wrappedBy.get(recording);
    return by != null && lives.get(by).alive();
  }

  /** Whether the ring of today opens it as it was wrapped in any backup there ever was. */
  public boolean opensFromSomeBackup(T recording) {
    return everWrappedBy.getOrDefault(recording, Set.of()).stream().anyMatch(id -> lives.get(id).alive());
  }

  /** @param steps after so many steps the process dies; {@link Integer#MAX_VALUE} when it lives */
  public void turnOver(Instant now, int steps) {
    int left = steps;
    if (KeyPlan.replaced(active(), SETTINGS, now) && left-- > 0) {
      var old = active();
      set(old, now, null, null);
      add(now);
    }
    for (int id = oldest; id < lives.size() - 1; id++) {
      if (lives.get(id).alive()) {
        left = leave(lives.get(id), now, left);
      }
    }
    while (!lives.get(oldest).alive()) {
      oldest++;
    }
  }

  /** @return how many steps are left */
  private int leave(Life life, Instant now, int steps) {
    int left = steps;
    for (var wrapped : life.emptied() == null ? List.copyOf(wrappedBy.entrySet()) : List.<Map.Entry<T, Integer>>of()) {
      if (wrapped.getValue() == life.id() && left-- > 0) {
        wrap(wrapped.getKey(), active().id());
      }
    }
    var emptied = life.emptied();
    if ((emptied == null || KeyPlan.misdated(emptied, now)) && !wrappedBy.containsValue(life.id()) && left-- > 0) {
      set(life, life.retired(), now, null);
    } else if (emptied != null && KeyPlan.rested(emptied, now) && left-- > 0) {
      set(life, life.retired(), emptied, now);
    }
    return left;
  }

  private Life active() {
    return lives.getLast();
  }

  private void add(Instant now) {
    lives.add(new Life(lives.size(), now, SETTINGS.retireAt(now), null, null, null, null, null));
  }

  private void set(Life life, @Nullable Instant retired, @Nullable Instant emptied, @Nullable Instant destroyed) {
    lives.set(life.id(), new Life(life.id(), life.made(), life.retireAt(), retired, emptied, null, destroyed, null));
  }

  private void wrap(T recording, int by) {
    wrappedBy.put(recording, by);
    everWrappedBy.computeIfAbsent(recording, _ -> new HashSet<>()).add(by);
  }
}
