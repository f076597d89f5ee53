package org.huiyin.foundation;

import java.time.Duration;

import jakarta.annotation.PreDestroy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {
  @Bean
  static BeanPostProcessor fewerCommits() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof EventPublicationRepository table ? new Outbox(table) : bean;
      }
    };
  }

  /** Keeps the outbox short: removes what was delivered, and delivers again what failed. */
  @Component
  static class Postman {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    /** Longer than any listener takes, and than its queue. */
    private static final Duration FAILED = Duration.ofMinutes(2);

    private final Outbox outbox;
    private final IncompleteEventPublications failed;

    Postman(EventPublicationRepository outbox, IncompleteEventPublications failed) {
      this.outbox = (Outbox) outbox;
      this.failed = failed;
    }

    @PreDestroy
    @Scheduled(fixedDelayString = "PT0.5S")
    void removeDelivered() {
      outbox.removeDelivered();
    }

    @Scheduled(fixedDelayString = "PT1M")
    void deliverAgain() {
      try {
        failed.resubmitIncompletePublicationsOlderThan(FAILED);
      } catch (RuntimeException e) {
        log.warn("What listeners failed at is not delivered again now; the sweeps make good what matters", e);
      }
    }
  }
}
