package org.huiyin.foundation;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.modulith.events.core.EventPublicationRepository;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiyin.support.TestHotline.await;

@SpringBootTest(classes = OutboxContract.Rooms.class, webEnvironment = WebEnvironment.NONE)
abstract class OutboxContract {
  record Happened(int number) {
  }

  /** Nothing is scheduled: the test removes and delivers again by itself. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration(exclude = QuartzAutoConfiguration.class)
  @EnableAsync
  @Import({OutboxConfiguration.class, OutboxConfiguration.Postman.class, Reader.class, OutboxErasure.class})
  static class Rooms {
    @Bean
    java.time.Clock clock() {
      return java.time.Clock.systemUTC();
    }
  }

  static class Reader {
    private final Queue<Integer> read = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();

    Queue<Integer> read() {
      return read;
    }

    AtomicInteger failures() {
      return failures;
    }

    @ApplicationModuleListener
    void on(Happened event) {
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("not now");
      }
      read.add(event.number());
    }
  }

  @Autowired
  OutboxErasure erasure;
  @Autowired
  java.time.Clock clock;
  @Autowired
  Reader reader;
  @Autowired
  OutboxConfiguration.Postman postman;
  @Autowired
  EventPublicationRepository outbox;
  @Autowired
  IncompleteEventPublications incomplete;
  @Autowired
  ApplicationEventPublisher events;
  @Autowired
  PlatformTransactionManager transactions;
  @Autowired
  JdbcClient jdbc;

  @BeforeEach
  void nothing_has_happened() {
    jdbc.sql("delete from event_publication").update();
    reader.read().clear();
    reader.failures().set(0);
  }

  @Test
  void delivered_events_leave_the_table_together() {
    happen(1, 2, 3);
    await(Duration.ofSeconds(20), "three deliveries", () -> reader.read().size() == 3 ? true : null);
    assertThat(reader.read()).containsExactlyInAnyOrder(1, 2, 3);
    await(Duration.ofSeconds(20), "an empty table", () -> {
      postman.removeDelivered();
      return rows() == 0 ? true : null;
    });
  }

  @Test
  void an_event_whose_listener_failed_stays_and_is_delivered_again() {
    reader.failures().set(1);
    happen(7);
    await(Duration.ofSeconds(20), "the failure", () -> reader.failures().get() <= 0 ? true : null);
    postman.removeDelivered();
    assertThat(reader.read()).isEmpty();
    await(Duration.ofSeconds(20), "the second delivery", () -> {
      incomplete.resubmitIncompletePublicationsOlderThan(Duration.ZERO);
      return reader.read().contains(7) ? true : null;
    });
    await(Duration.ofSeconds(20), "an empty table", () -> {
      postman.removeDelivered();
      return rows() == 0 ? true : null;
    });
  }

  @Test
  void an_event_of_a_transaction_that_is_rolled_back_never_was() {
    new TransactionTemplate(transactions).executeWithoutResult(status -> {
      events.publishEvent(new Happened(9));
      status.setRollbackOnly();
    });
    assertThat(rows()).isZero();
    assertThat(outbox.findIncompletePublications()).isEmpty();
  }

  private void happen(int... numbers) {
    new TransactionTemplate(transactions).executeWithoutResult(_ -> {
      for (int number : numbers) {
        events.publishEvent(new Happened(number));
      }
    });
  }

  private long rows() {
    return jdbc.sql("select count(*) from event_publication").query(Long.class).single();
  }

  @Test
  void what_was_never_delivered_about_a_call_goes_with_its_recording_and_what_is_on_its_way_stays() {
    var call = CallId.random();
    var other = CallId.random();
    undelivered(call, Duration.ofDays(2));
    undelivered(call, Duration.ofHours(1));
    undelivered(other, Duration.ofDays(400));
    erasure.erase(List.of(call));
    erasure.erase(List.of(call));
    assertThat(jdbc.sql("select serialized_event from event_publication order by publication_date").query(String.class).list())
        .containsExactly(text(other), text(call));
    jdbc.sql("delete from event_publication").update();
  }

  private void undelivered(CallId call, Duration since) {
    jdbc.sql(
        "insert into event_publication (id, listener_id, event_type, serialized_event, publication_date) values (?, 'nobody', 'x', ?, ?)")
        .params(java.util.UUID.randomUUID(), text(call), SqlTime.of(clock.instant().minus(since))).update();
  }

  private static String text(CallId call) {
    return "{\"call\":{\"value\":\"" + call + "\"}}";
  }
}
