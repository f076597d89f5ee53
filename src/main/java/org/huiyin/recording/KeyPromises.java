package org.huiyin.recording;

import java.time.Clock;
import java.util.Collection;
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
    var now = clock.instant();
    var wrapped = KeyPlan.upTo(last, all, now);
    wrapped.stream().filter(Life::alive).forEach(life -> lives.promised(life.id(), KeyPlan.gone(life, now)));
    return new Unopenable(KeyRing.name(last),
        KeyPlan.allGone(wrapped, now).orElseGet(() -> now.plus(settings.turnOver()).plus(KeySettings.REST).plus(KeyPlan.SLACK)));
  }
}
