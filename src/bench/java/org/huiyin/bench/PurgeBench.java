package org.huiyin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.huiyin.retention.PurgeWorkload;

/** How fast recordings whose period is over are destroyed, beside unlinking as many files and deleting their rows and nothing else. */
final class PurgeBench implements Benchmark {
  private static final int MANY = 100_000;
  private static final int ALL = 1_000_000;
  private static final int WARM_UP = 2_000;
  private static final double MOST_TIMES = 3;
  private static final double MOST_GROWTH_MB = 64;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  private static final String ROW = "  %-12s %12s %14s %14s %8s %22s %22s %14s%n";

  @Override
  public boolean holds(boolean full) throws Exception {
    var many = full ? ALL : MANY;
    System.out.printf(Locale.ROOT,
        "  %,d recordings with objects of 2 kB; one call begins and one page of recordings and tickets is read 20 times a second%n", many);
    System.out.printf(ROW, "database", "", "destroyed/s", "floor/s", "times", "foreground before", "foreground meanwhile", "heap grows by");
    System.out.printf(ROW, "", "", "", "", "", "p50/p99 ms", "p50/p99 ms", "MB");
    var expectations = new Expectations();
    var home = Files.createTempDirectory("huiyin-bench-purge-");
    try {
      measure("H2", home.resolve("h2"), List.of(), many, expectations);
      try (var server = EmbeddedPostgres.builder().start()) {
        measure("PostgreSQL", home.resolve("postgresql"), List.of("--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
            "--spring.datasource.username=postgres", "--spring.datasource.password=postgres"), many, expectations);
      }
    } finally {
      Folders.remove(home);
    }
    return expectations.allHold();
  }

  private static void measure(String name, Path home, List<String> database, int many, Expectations expectations) throws Exception {
    Files.createDirectories(home);
    try (var workload = PurgeWorkload.open(home, database)) {
      workload.add(WARM_UP, 1);
      workload.purge();
      var floors = new ArrayList<>(List.of(workload.floor(many / 2, 2)));
      workload.add(many, 3);
      var end = System.nanoTime() + QUIET.toNanos();
      var before = Quantiles.of(workload.foreground(() -> System.nanoTime() < end, _ -> LockSupport.parkNanos(BETWEEN.toNanos())));
      long heap = used();
      var began = System.nanoTime();
      Future<Integer> purge = CompletableFuture.supplyAsync(workload::purge);
      var meanwhile = Quantiles.of(workload.foreground(() -> !purge.isDone(), _ -> LockSupport.parkNanos(BETWEEN.toNanos())));
      int destroyed = purge.get();
      var took = Duration.ofNanos(System.nanoTime() - began);
      double grown = (used() - heap) / 1e6;
      floors.add(workload.floor(many / 2, 4));
      var floor = floors.stream().reduce(Duration.ZERO, Duration::plus);
      double times = (double) took.toNanos() / floor.toNanos();
      System.out.printf(ROW, name, "", number(destroyed / seconds(took)), number(many / seconds(floor)), decimal(times), quantiles(before),
          quantiles(meanwhile), decimal(grown));
      long all = (long) WARM_UP + many;
      expectations.expect(destroyed == many && workload.account().equals(List.of(all, all, all, 0L)),
          "%s: each of %,d destroyed once, with one certificate and one entry in the audit, and no object left", name, many);
      expectations.expect(times <= MOST_TIMES, "%s: at most %.0f times as long as the floor: %.1f", name, MOST_TIMES, times);
      expectations.expect(grown < MOST_GROWTH_MB, "%s: memory stays flat: %.1f MB more", name, grown);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String quantiles(Quantiles some) {
    return String.format(Locale.ROOT, "%.1f / %.1f", some.p50(), some.p99());
  }
}
