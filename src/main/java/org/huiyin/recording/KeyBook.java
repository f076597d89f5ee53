package org.huiyin.recording;

import java.time.Clock;
import java.util.Map;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Brings the table of the wrapping keys' lives to what the ring's file holds: the file decides which keys there are and which one wraps. */
@Component
class KeyBook {
  static final Actor ACTOR = new Actor.Component("keys");

  private final WrappingKeys lives;
  private final AuditLog audit;
  private final KeySettings settings;
  private final Clock clock;

  KeyBook(WrappingKeys lives, AuditLog audit, KeySettings settings, Clock clock) {
    this.lives = lives;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  static String subject(int id) {
    return "wrapping-key:" + KeyRing.name(id);
  }

  /**
   * A first key, that of a turning over which was killed, or what somebody put back, is noted; what is gone from the file is gone.
   *
   * @throws KeyRing.Unusable when a key is gone that some recording needs
   */
  @Transactional
  public void follow(KeyRing ring) {
    var now = clock.instant();
    var known = lives.all();
    for (int id : ring.ids()) {
      if (known.stream().noneMatch(life -> life.id() == id) && lives.add(id, now, settings.retireAt(now))) {
        audit.append(ACTOR, "wrapping-key.noted", subject(id), Map.of("active", String.valueOf(id == ring.primary())));
      }
    }
    lives.activate(ring.primary(), now);
    for (var life : known) {
      if (life.alive() && life.doomed() == null && !ring.ids().contains(life.id())) {
        if (lives.wraps(life.id())) {
          throw new KeyRing.Unusable(
              "The key ring lacks the wrapping key " + KeyRing.name(life.id()) + ": put back a newer backup of the keys");
        }
        lives.doomed(life.id(), now);
        lives.destroyed(life.id(), now);
        audit.append(ACTOR, "wrapping-key.gone", subject(life.id()), Map.of());
      }
    }
  }
}
