package org.huiyin.recording;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.huiyin.foundation.SelfCheck;
import org.springframework.stereotype.Component;

/** Whether the wrapping keys live as long as they should: each that is needed is there, and none longer than the certificates of destruction say. */
@Component
class KeyCheck implements SelfCheck {
  /** A service that was off for a while makes good at its next hour. */
  private static final Duration LATE = Duration.ofDays(2);

  private final WrappingKeys lives;
  private final Keys keys;
  private final Clock clock;

  KeyCheck(WrappingKeys lives, Keys keys, Clock clock) {
    this.lives = lives;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "wrapping-keys";
  }

  @Override
  public List<Finding> check() {
    var findings = new ArrayList<Finding>();
    var ring = keys.reload();
    for (var life : lives.all()) {
      var promised = life.promised();
      var subject = "wrapping-key:" + KeyRing.name(life.id());
      if (!life.alive() && ring.ids().contains(life.id())) {
        findings.add(new Finding(subject, "it is destroyed by the books but lies in the key ring's file: somebody put it back",
            "find out who put back an old backup of the keys; run ./huiyin backup --keys anew and destroy the old one"));
      } else if (life.alive() && promised != null && promised.plus(LATE).isBefore(clock.instant())) {
        findings.add(new Finding(subject, "certificates of destruction say that it was gone by " + promised + ", and it is not",
            "let the service run for an hour: it turns the keys over; if it does not, its log says why"));
      }
    }
    for (int id : lives.needed()) {
      if (!ring.ids().contains(id)) {
        findings.add(new Finding("wrapping-key:" + KeyRing.name(id), "recordings are wrapped by it and the key ring lacks it",
            "put back a newer backup of the keys"));
      }
    }
    return findings;
  }
}
