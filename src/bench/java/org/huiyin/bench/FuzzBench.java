package org.huiyin.bench;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Every reader of bytes from outside under Jazzer: some seconds each, minutes with {@code --full}. */
final class FuzzBench implements Benchmark {
  private static final int SECONDS = 30;
  private static final int SECONDS_IN_FULL = 300;
  private static final int LANES = 2;

  private final Options options;

  FuzzBench(Options options) {
    this.options = options;
  }

  @Override
  public boolean holds(boolean full) throws Exception {
    long seed = options.seed().orElseGet(() -> Math.floorMod(System.nanoTime(), 1_000_000L));
    List<Fuzzing> all = Fuzzing.all();
    System.out.printf("  seed %d, %d s each%n  %-14s %12s %10s%n", seed, full ? SECONDS_IN_FULL : SECONDS, "reader", "inputs", "branches");
    var expectations = new Expectations();
    try (var lanes = Executors.newFixedThreadPool(LANES)) {
      List<Future<Fuzzing.Outcome>> running = all.stream().map(each -> lanes.submit(run(each, full, seed))).toList();
      for (int i = 0; i < running.size(); i++) {
        Fuzzing.Outcome outcome = running.get(i).get();
        String name = all.get(i).target().getSimpleName();
        System.out.printf("  %-14s %12d %10d%n", name, outcome.runs(), outcome.covered());
        expectations.expect(outcome.wrong().isEmpty(), "%s stands every input%s", name,
            outcome.wrong().map(what -> ": " + what).orElse(""));
      }
    }
    return expectations.allHold();
  }

  private static Callable<Fuzzing.Outcome> run(Fuzzing fuzzing, boolean full, long seed) {
    return () -> fuzzing.lasts(full ? SECONDS_IN_FULL : SECONDS, seed);
  }
}
