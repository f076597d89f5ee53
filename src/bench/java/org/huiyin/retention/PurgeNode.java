package org.huiyin.retention;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.support.SettableClock;

/**
 * One of several nodes that destroy what is due, in a process of its own: it runs a whole purge when it starts, as the scheduler has it do after a sudden
 * end, and from then on every second goes on with what another node has left. It is ended, or made to stand still, by a signal.
 */
public final class PurgeNode {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private PurgeNode() {
  }

  /** @param arguments the home that the nodes share; the node; the address of the database; how far its clock is ahead, in seconds */
  public static void main(String[] arguments) throws InterruptedException {
    var context = PurgeWorkload.start(Path.of(arguments[0]),
        List.of("--huiyin.node=" + arguments[1], "--spring.datasource.url=" + arguments[2],
            "--spring.datasource.username=postgres", "--spring.datasource.password=postgres",
            "--spring.datasource.hikari.maximum-pool-size=5",
            "--huiyin.retention.batch=50"));
    var clock = context.getBean(SettableClock.class);
    var ahead = Duration.ofSeconds(Long.parseLong(arguments[3]));
    Thread.ofPlatform().daemon().start(() -> tick(clock, ahead));
    System.out.println("READY");
    var purge = context.getBean(PurgeRun.class);
    while (true) {
      try {
        purge.run(clock.instant());
        purge.retry(clock.instant());
      } catch (RuntimeException e) {
        // As the scheduler does: the next one tries again.
        System.out.println(e);
      }
      Thread.sleep(BETWEEN);
    }
  }

  private static void tick(SettableClock clock, Duration ahead) {
    try {
      while (true) {
        clock.set(Instant.now().plus(ahead));
        Thread.sleep(TICK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
