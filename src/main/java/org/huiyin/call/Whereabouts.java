package org.huiyin.call;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.huiyin.foundation.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where the running calls are, for the live page. Calls only leave it here; it is written for all of them together, once a second, since a call goes through
 * many steps and the end sidecar tells the last of them anyway.
 */
@Component
class Whereabouts {
  private static final Logger log = LoggerFactory.getLogger(Whereabouts.class);

  private final CallTable table;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final Map<CallId, Step> unwritten = new ConcurrentHashMap<>();

  Whereabouts(CallTable table, ApplicationEventPublisher events, PlatformTransactionManager transactions) {
    this.table = table;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
  }

  record Step(String stage, String choice, String language) {
  }

  /** Neither waits nor fails: the call goes on. */
  void note(CallId call, Step step) {
    unwritten.put(call, step);
  }

  @Scheduled(fixedDelayString = "PT1S")
  void write() {
    var steps = Map.copyOf(unwritten);
    if (steps.isEmpty()) {
      return;
    }
    try {
      transaction.execute(_ -> steps.entrySet().stream().flatMap(each -> written(each.getKey(), each.getValue()).stream()).toList())
          .forEach(events::publishEvent);
      steps.forEach(unwritten::remove);
    } catch (RuntimeException e) {
      log.warn("The steps of {} running calls could not be written; the live page lags behind until they can", steps.size(), e);
    }
  }

  private Optional<CallProgressed> written(CallId id, Step step) {
    return table.progress(id, step.stage(), step.choice(), step.language())
        ? table.find(id).map(call -> new CallProgressed(id, call.community(), step.stage(), step.choice()))
        : Optional.empty();
  }
}
