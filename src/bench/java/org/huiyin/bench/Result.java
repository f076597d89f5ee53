package org.huiyin.bench;

import java.time.Duration;
import java.util.List;

/**
 * What became of the calls under a fault.
 *
 * @param trials how often things were broken
 * @param calls calls that were answered while they were
 * @param lost calls that lack their row, their recording with what the resident said, or their ticket or entry among the missed
 * @param salvaged calls whose recording was cut off, kept and marked so
 * @param doubled calls with a second row, recording or ticket
 * @param worstRecovery from the moment something broke until all was well again, at worst; zero where nothing has to recover
 * @param findings what a reader has to know: each loss and each doubled one by its id, and what limits the figures
 */
public record Result(int trials, int calls, int lost, int salvaged, int doubled, Duration worstRecovery, List<String> findings) {
  public Result {
    findings = List.copyOf(findings);
  }

  public boolean holds() {
    return lost == 0 && doubled == 0 && trials > 0;
  }
}
