package org.huiyin.recording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.WrappingKeys.Life;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Tells by the wrapping keys' lives when the last of those that ever wrapped a recording is gone. */
@Component
class KeyPromises implements KeyLives {
  /** For the hour in which the work wakes, and a night in which it does not. */
  private static final Duration SLACK = Duration.ofDays(1);

  private final WrappingKeys lives;
  private final KeySettings settings;
  private final Clock clock;

  KeyPromises(WrappingKeys lives, KeySettings settings, Clock clock) {
    this.lives = lives;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<RecordingId, Unopenable> promise(Collection<RecordingId> destroyed) {
    var lastOf = lives.lastOf(destroyed);
    var all = lives.all();
    var promises = lastOf.values().stream().distinct().collect(Collectors.toMap(last -> last, last -> promise(last, all)));
    return lastOf.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> Objects.requireNonNull(promises.get(one.getValue()))));
  }

  private Unopenable promise(int last, List<Life> all) {
    var made = all.stream().filter(life -> life.id() == last).map(Life::made).findFirst().orElse(clock.instant());
    // Whatever was made before it may have wrapped it before it.
    var from = all.stream().filter(life -> !life.made().isAfter(made)).map(this::promise).max(Comparator.naturalOrder())
        .orElseGet(() -> clock.instant().plus(settings.turnOver()).plus(KeySettings.REST).plus(SLACK));
    return new Unopenable(KeyRing.name(last), from);
  }

  private Instant promise(Life life) {
    var destroyed = life.destroyed();
    if (destroyed != null) {
      return destroyed;
    }
    var until = expected(life, clock.instant());
    lives.promised(life.id(), until);
    return until;
  }

  private static Instant expected(Life life, Instant now) {
    var emptied = life.emptied();
    if (emptied != null) {
      return emptied.plus(KeySettings.REST).plus(SLACK);
    }
    var leaves = life.retired() == null && now.isBefore(life.retireAt()) ? life.retireAt() : now;
    return leaves.plus(KeySettings.REST).plus(SLACK);
  }
}
