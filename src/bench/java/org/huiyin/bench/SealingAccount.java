package org.huiyin.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the processes that make good have told, added up. */
final class SealingAccount {
  private final List<String> findings = new ArrayList<>();
  private Duration worst = Duration.ZERO;
  private int trials;
  private int batches;
  private int lost;
  private int salvaged;
  private int doubled;

  synchronized void finding(String what) {
    findings.add(what);
  }

  synchronized void ended() {
    trials++;
  }

  synchronized void planted() {
    batches++;
  }

  /** @param line {@code WELL lost salvaged doubled} */
  synchronized void well(String line, Duration took) {
    String[] counts = line.split(" ", -1);
    lost += Integer.parseInt(counts[1]);
    salvaged += Integer.parseInt(counts[2]);
    doubled += Integer.parseInt(counts[3]);
    worst = took.compareTo(worst) > 0 ? took : worst;
  }

  synchronized Result result(int callsOfABatch) {
    return new Result(trials, batches * callsOfABatch, lost, salvaged, doubled, worst, findings);
  }
}
