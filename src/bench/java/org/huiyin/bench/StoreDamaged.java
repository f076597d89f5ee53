package org.huiyin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.huiyin.recording.StoreDamage;
import org.huiyin.support.TestAsterisk;

/** Stored objects are flipped, cut, exchanged, rolled back and removed. A damage that verify or the walk does not name counts as lost, and so does a false alarm. */
final class StoreDamaged implements Fault {
  private static final int DAMAGES = 10_000;
  private static final int A_SAMPLE = 1000;

  @Override
  public String name() {
    return "store-damaged";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Path home = Files.createTempDirectory("huiyin-bench-damage-");
    try (StoreDamage store = new StoreDamage(home)) {
      StoreDamage.Outcome outcome = store.damage(full ? DAMAGES : A_SAMPLE, seed);
      return new Result(outcome.damages(), outcome.recordings(), outcome.missed().size(), 0, 0, Duration.ZERO, outcome.missed());
    } finally {
      TestAsterisk.remove(home);
    }
  }
}
