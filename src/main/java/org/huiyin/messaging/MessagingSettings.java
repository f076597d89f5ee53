package org.huiyin.messaging;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param loopback whether a message may go to this machine itself: only where the receiver is another program on it
 * @param patience how long a receiver may take to connect and to answer
 */
@ConfigurationProperties("huiyin.messaging")
record MessagingSettings(@DefaultValue("REFUSE") Loopback loopback, @DefaultValue("10s") Duration patience) {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  enum Loopback {
    REFUSE, ALLOW
  }

  MessagingSettings {
    if (!patience.isPositive() || patience.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("huiyin.messaging.patience is more than nothing and at most 30 s");
    }
  }
}
