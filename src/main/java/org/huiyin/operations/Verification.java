package org.huiyin.operations;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.SelfCheck;

/** Checks the whole installation. */
public interface Verification {
  Report run();

  /** @param checks every check that ran, with what it found */
  record Report(Instant at, List<Result> checks) {
    public boolean holds() {
      return checks.stream().allMatch(check -> check.findings().isEmpty());
    }
  }

  record Result(String name, List<SelfCheck.Finding> findings) {
  }
}
