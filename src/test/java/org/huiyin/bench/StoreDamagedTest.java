package org.huiyin.bench;

import java.nio.file.Path;

import org.huiyin.recording.StoreDamage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Some hundred damages of stored objects; {@code ./huiyin bench faults --full} does ten thousand. */
class StoreDamagedTest {
  private static final int DAMAGES = 300;

  @Test
  void every_damage_is_named_by_verify_and_by_the_walk_and_nothing_else_is(@TempDir Path home) throws Exception {
    long seed = System.nanoTime() % 1_000_000;
    try (var store = new StoreDamage(home)) {
      var outcome = store.damage(DAMAGES, seed);
      assertThat(outcome.missed()).as("seed %d", seed).isEmpty();
      assertThat(outcome.damages()).isGreaterThanOrEqualTo(DAMAGES);
    }
  }
}
