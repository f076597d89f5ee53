package org.huiyin.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;

import org.huiyin.audit.AuditTrail;
import org.huiyin.support.OnPostgres;
import org.huiyin.support.SettableClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Two nodes on one PostgreSQL, each with its own scheduler: what is due once is made once. */
class StatementsOnTwoNodesTest {
  private static final Instant MORNING = Instant.parse("2026-11-23T22:00:00Z");
  private static final int DAYS = 8;

  @SuppressWarnings("NullAway.Init")
  private static ConfigurableApplicationContext one;
  @SuppressWarnings("NullAway.Init")
  private static ConfigurableApplicationContext other;

  @BeforeAll
  static void start() {
    one = node().initializers(new OnPostgres.FreshDatabase()).run();
    var settings = one.getEnvironment();
    other = node().run("--huiyin.node=other", "--huiyin.home=" + settings.getProperty("huiyin.home"),
        "--management.endpoint.health.validate-group-membership=false",
        "--spring.datasource.url=" + settings.getProperty("spring.datasource.url"), "--spring.datasource.username=postgres",
        "--spring.datasource.password=postgres");
  }

  @AfterAll
  static void stop() {
    other.close();
    one.close();
  }

  private static SpringApplicationBuilder node() {
    return new SpringApplicationBuilder(AccountRooms.class).web(WebApplicationType.NONE).logStartupInfo(false);
  }

  @Test
  void of_two_who_wake_at_the_same_moment_one_makes_the_statement_and_each_sees_it() throws Exception {
    var meet = new CyclicBarrier(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int day = 0; day < DAYS; day++) {
        var now = MORNING.plus(Duration.ofDays(day));
        var made = threads.invokeAll(List.of(wakes(one, now, meet), wakes(other, now, meet)));
        assertThat(made.get(0).get() + made.get(1).get()).as("day %d", day).isEqualTo(1);
        assertThat(book(one).newest(null, 100)).hasSize(day + 1).isEqualTo(book(other).newest(null, 100));
      }
    }
    assertThat(one.getBean(AuditTrail.class).newest(AuditTrail.Query.all(Set.of(), 100)).stream()
        .filter(entry -> entry.act().equals("statement.made"))).hasSize(DAYS);
    assertThat(one.getBean(StatementCheck.class).check()).isEmpty();
    assertThat(other.getBean(StatementCheck.class).check()).isEmpty();
    theOneThatDiesLeavesTheDayToTheOther();
  }

  /** It has taken the lease and makes nothing any more. */
  private static void theOneThatDiesLeavesTheDayToTheOther() {
    var now = MORNING.plus(Duration.ofDays(DAYS));
    assertThat(one.getBean(StatementTable.class).lease("died", now, Duration.ofMinutes(10))).isTrue();
    other.getBean(SettableClock.class).set(now);
    assertThat(book(other).makeDue()).isZero();
    other.getBean(SettableClock.class).set(now.plus(Duration.ofMinutes(11)));
    assertThat(book(other).makeDue()).isEqualTo(1);
    assertThat(one.getBean(JdbcClient.class).sql("select count(*) from operations_statement").query(Integer.class).single())
        .isEqualTo(DAYS + 1);
  }

  private static Callable<Integer> wakes(ConfigurableApplicationContext node, Instant now, CyclicBarrier meet) {
    return () -> {
      node.getBean(SettableClock.class).set(now);
      meet.await();
      return book(node).makeDue();
    };
  }

  private static StatementBook book(ConfigurableApplicationContext node) {
    return node.getBean(StatementBook.class);
  }
}
