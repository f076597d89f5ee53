package org.huiyin.retention;

import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.retention.Synchrony.Look;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Confirms the time in place of two people where the machine's clock has been kept right for long enough. */
@Component
class SynchronisedTime {
  private static final Logger log = LoggerFactory.getLogger(SynchronisedTime.class);
  private static final Actor SYSTEM = new Actor.Component("retention");

  private final Guards guards;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private @Nullable Look since;

  SynchronisedTime(Guards guards, AuditLog audit, PlatformTransactionManager transactions, Clock clock) {
    this.guards = guards;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT20S")
  void lookSoon() {
    try {
      look(System.nanoTime());
    } catch (RuntimeException e) {
      log.warn("It could not be looked whether the clock is kept right; next try in a minute", e);
    }
  }

  /** @param steady nanoseconds that no setting of a clock moves */
  synchronized void look(long steady) {
    var now = new Look(clock.instant(), steady, guards.synchronisation().orElse(null));
    since = Synchrony.since(since, now);
    var doubts = since == null ? Set.<Doubt>of() : guards.doubts();
    if (Synchrony.confirms(since, now, doubts)) {
      var names = doubts.stream().map(Doubt::name).collect(Collectors.toCollection(TreeSet::new));
      transaction.executeWithoutResult(_ -> {
        guards.timeConfirmedByTheMachine();
        audit.append(SYSTEM, "purge.time-confirmed", Safeguards.SUBJECT, Map.of("doubts", String.join(",", names), "max-error",
            Objects.requireNonNull(now.said()).maxError().toString()));
      });
      log.warn("The clock ({}) is believed again: the machine has kept it right for an hour; what was scheduled has its seven days anew",
          names);
    }
  }
}
