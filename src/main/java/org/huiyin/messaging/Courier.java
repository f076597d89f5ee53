package org.huiyin.messaging;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes what is due to its receivers, each try on its own thread: who does not answer holds nobody else up. */
@Component
class Courier {
  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final Actor MESSAGING = new Actor.Component("messaging");
  private static final int AT_ONCE = 20;
  /** Longer than any try takes; what a killed service had under way is tried again then. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  private final DutyTable table;
  private final Post post;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final ReentrantLock round = new ReentrantLock();

  Courier(DutyTable table, Post post, AuditLog audit, TransactionTemplate transaction, Clock clock) {
    this.table = table;
    this.post = post;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** As soon as what was written is there for everybody. */
  void wakeSoon() {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        Thread.ofPlatform().daemon().name("courier").start(Courier.this::deliver);
      }
    });
  }

  @Scheduled(fixedDelayString = "PT5S", initialDelayString = "PT10S")
  void deliver() {
    round.lock();
    try (var tries = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("courier-", 0).factory())) {
      for (var message : table.due(clock.instant(), AT_ONCE)) {
        tries.execute(() -> deliver(message));
      }
    } finally {
      round.unlock();
    }
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void tidy() {
    table.tidy(clock.instant());
  }

  private void deliver(DutyMessage due) {
    try {
      var now = clock.instant();
      table.claim(due, now, now.plus(LEASE)).ifPresent(this::attempt);
    } catch (RuntimeException e) {
      log.error("Telling the night duty of ticket {} failed; it is tried again", due.ticket(), e);
    }
  }

  private void attempt(DutyMessage message) {
    var receiver = table.receiver(message.community());
    if (receiver.isEmpty()) {
      table.failed(message, "removed", null);
      return;
    }
    var to = receiver.get();
    // unsigned nobody could trust it
    var problem = to.secret().isEmpty() ? Optional.of("no-key") : post.send(to.address(), to.secret().get(), message);
    if (problem.isEmpty()) {
      taken(message);
      return;
    }
    var next = message.tryAgain(clock.instant());
    table.failed(message, problem.get(), next.orElse(null));
    if (next.isPresent()) {
      log.warn("The night duty could not be told of ticket {} ({}); tried again at {}", message.ticket(), problem.get(), next.get());
    } else {
      log.error("The night duty was never told of ticket {} ({}): tried for a day in vain", message.ticket(), problem.get());
    }
  }

  private void taken(DutyMessage message) {
    transaction.executeWithoutResult(_ -> {
      if (table.delivered(message, clock.instant())) {
        audit.append(MESSAGING, "duty.told", "ticket:" + message.ticket(),
            Map.of(AuditLog.COMMUNITY, message.community().toString(), "attempts", String.valueOf(message.attempts())));
      }
    });
  }
}
