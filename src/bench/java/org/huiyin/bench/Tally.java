package org.huiyin.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Adds up the trials of one fault. */
final class Tally {
  private Result sum = new Result(0, 0, 0, 0, 0, Duration.ZERO, List.of());

  void add(Result trial) {
    List<String> findings = new ArrayList<>(sum.findings());
    trial.findings().forEach(finding -> findings.add("trial " + (sum.trials() + 1) + ": " + finding));
    sum = new Result(sum.trials() + trial.trials(), sum.calls() + trial.calls(), sum.lost() + trial.lost(),
        sum.salvaged() + trial.salvaged(),
        sum.doubled() + trial.doubled(),
        sum.worstRecovery().compareTo(trial.worstRecovery()) < 0 ? trial.worstRecovery() : sum.worstRecovery(),
        findings);
    System.out.printf("   trial %d: %d calls, %d lost, %d salvaged, %d doubled, %.1f s%n", sum.trials(), trial.calls(), trial.lost(),
        trial.salvaged(), trial.doubled(), trial.worstRecovery().toMillis() / 1000.0);
    trial.findings().forEach(finding -> System.out.println("     " + finding));
  }

  Result sum() {
    return sum;
  }

  /** What the installation itself finds wrong in the end counts as lost. */
  Result verified(List<String> wrong) {
    List<String> findings = new ArrayList<>(sum.findings());
    wrong.forEach(each -> findings.add("verify: " + each));
    return new Result(sum.trials(), sum.calls(), sum.lost() + wrong.size(), sum.salvaged(), sum.doubled(), sum.worstRecovery(), findings);
  }
}
