package org.huiyin.retention;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Does not leave what failed, nor what was in the hands of a node that died, until the next night. */
@Component
class PurgeRetry {
  private static final Logger log = LoggerFactory.getLogger(PurgeRetry.class);

  private final PurgeRun purge;
  private final Clock clock;

  PurgeRetry(PurgeRun purge, Clock clock) {
    this.purge = purge;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT5S")
  void retrySoon() {
    try {
      purge.retry(clock.instant());
    } catch (RuntimeException e) {
      log.warn("Destructions that failed could not be tried again; next try in five seconds", e);
    }
  }
}
