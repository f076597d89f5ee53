package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.huiyin.retention.KilledPurge;

/**
 * A purge is really ended, as kill -9 would, at each of its steps: a process dies there, and one rerun after it converges, with one certificate and one entry in
 * the audit for each recording, its key and its object gone. Its calls are recordings that are due.
 */
final class PurgeKilled implements Fault {
  private static final int TIMES = 30;

  @Override
  public String name() {
    return "purge-killed";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    List<String> steps = KilledPurge.steps();
    int times = full ? TIMES : 1;
    int trials = 0;
    int lost = 0;
    int doubled = 0;
    int due = 0;
    Duration worst = Duration.ZERO;
    List<String> findings = new ArrayList<>();
    Random random = new Random(seed);
    Path folder = Files.createTempDirectory("huiyin-bench-purge-killed-");
    try (KilledPurge purge = new KilledPurge(folder)) {
      for (int time = 0; time < times; time++) {
        for (String step : steps) {
          KilledPurge.Outcome outcome = purge.killedAt(step, 1 + random.nextInt(3));
          trials++;
          due += outcome.due();
          lost += outcome.lost();
          doubled += outcome.doubled();
          worst = outcome.rerun().compareTo(worst) > 0 ? outcome.rerun() : worst;
          outcome.findings().forEach(finding -> findings.add(step + ": " + finding));
        }
      }
    } finally {
      remove(folder);
    }
    findings.add(steps.size() + " steps, each " + times + " times; the recovery is one rerun, its start included");
    return new Result(trials, due, lost, 0, doubled, worst, findings);
  }

  private static void remove(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
