package org.huiyin.bench;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A sample of the faults of sealing; {@code ./huiyin bench faults --full} has them all. */
class SealingFaultsTest {
  @Test
  void sealing_that_is_killed_anywhere_loses_nothing_and_doubles_nothing() throws Exception {
    long seed = System.nanoTime() % 1_000_000;
    var result = new SealingKilled().run(false, seed);
    assertThat(result).as("seed %d: %s", seed, result.findings()).satisfies(told -> {
      assertThat(told.lost()).isZero();
      assertThat(told.doubled()).isZero();
      assertThat(told.trials()).as("the steps at least, which need no strace").isGreaterThanOrEqualTo(SealingKilled.SAMPLE_OF_STEPS);
    });
  }
}
