package org.huiyin.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;

/** kill -9 of Asterisk at any moment of twenty calls; it is started again at once, as the supervisor does. */
public final class KilledAsterisk implements Fault {
  private static final int TRIALS = 20;
  private static final int A_SAMPLE = 3;
  /** Nobody says good-bye any more, so they hang up by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int FIRST_MOMENT = 2500;
  private static final int LAST_MOMENT = 9000;

  @Override
  public String name() {
    return "killed-asterisk";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all())) {
      for (int i = 0; i < (full ? TRIALS : A_SAMPLE); i++) {
        tally.add(trial(hotline, random, Trial.TO_BE_THERE));
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  /** @param limit what is not in the books so long after the restart is lost */
  public static Result trial(TestHotline hotline, Random random, Duration limit) {
    Trial trial = new Trial(hotline);
    trial.dial(Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE));
    Trial.pass(Duration.ofMillis(random.nextInt(FIRST_MOMENT, LAST_MOMENT)));
    trial.asteriskDiesNow();
    hotline.asterisk().killAndRestart();
    hotline.awaitReady();
    return trial.settle(limit, false);
  }
}
