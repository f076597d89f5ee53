package org.huiyin.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;

/** Nothing breaks but patience: five calls a second for half an hour. */
final class Soak implements Fault {
  private static final double PER_SECOND = 5;
  private static final int MINUTES = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  /** Sealing may lag behind while the machine is full of calls. */
  private static final Duration TO_CATCH_UP = Duration.ofMinutes(10);

  private final long minutes;

  Soak(OptionalLong minutes) {
    this.minutes = minutes.orElse(MINUTES);
  }

  @Override
  public String name() {
    return "soak";
  }

  @Override
  public boolean onlyInFull() {
    return true;
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all(), Map.of("HUIYIN_RTP_PORTS", "26000-29999"))) {
      Trial trial = new Trial(hotline);
      for (long i = 0; i < minutes; i++) {
        List<Caller> callers = Caller.crowd(hotline.resident(), (int) (PER_SECOND * 60), random, PATIENCE);
        trial.dial(callers, PER_SECOND);
        Trial.pass(Duration.ofMinutes(1));
      }
      trial.breaksNow();
      tally.add(trial.settle(TO_CATCH_UP, true));
      return tally.verified(Trial.verify(hotline));
    }
  }
}
