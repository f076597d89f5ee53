package org.huiyin.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.huiyin.support.TestHotline;

/** The manager connection is finished, reset and left half-open, in turn, while residents call: the service has to notice by itself, and nothing may depend on it. */
final class ManagerCut implements Fault {
  private static final Duration BACK = Duration.ofSeconds(15);
  private static final Duration GIVEN_UP = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int CUTS = 100;
  private static final int A_SAMPLE = 6;
  private static final int CUTS_A_CROWD = 3;

  /**
   * What takes longer counts as lost.
   *
   * @param back until the connection and the live page are right again
   * @param books until the calls are in the books
   */
  record Limits(Duration back, Duration books) {
  }

  @Override
  public String name() {
    return "manager-cut";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (Wired wired = Wired.open()) {
      for (int cut = 0; cut < (full ? CUTS : A_SAMPLE); cut += CUTS_A_CROWD) {
        tally.add(crowd(wired, Caller.VOICES, cut, new Limits(BACK, GIVEN_UP), random));
      }
      return tally.verified(Trial.verify(wired.hotline()));
    }
  }

  /** Three cuts, one of each kind, while a crowd talks. */
  static Result crowd(Wired wired, int callers, int first, Limits limits, Random random) throws IOException {
    TestHotline hotline = wired.hotline();
    CutWire wire = wired.wire();
    Trial trial = new Trial(hotline);
    trial.dial(Caller.crowd(hotline.resident(), callers, random, PATIENCE));
    Duration worst = Duration.ZERO;
    List<String> wrong = new ArrayList<>();
    for (int cut = first; cut < first + CUTS_A_CROWD; cut++) {
      Trial.pass(Duration.ofMillis(random.nextInt(500, 3000)));
      trial.breaksNow();
      String before = Wired.heartbeat(hotline);
      String how = switch (cut % 3) {
        case 0 -> {
          wire.finishes();
          yield "finished";
        }
        case 1 -> {
          wire.resets();
          yield "reset";
        }
        default -> {
          wire.fallsSilent();
          wire.mend();
          yield "half-open";
        }
      };
      while (Wired.heartbeat(hotline).equals(before) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
        Trial.pass(Duration.ofMillis(200));
      }
      Duration connected = trial.sinceItBroke();
      while (!Wired.livePageIsRight(hotline) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
        Trial.pass(Duration.ofMillis(200));
      }
      Duration right = trial.sinceItBroke();
      worst = worst.compareTo(right) < 0 ? right : worst;
      if (right.compareTo(limits.back()) > 0) {
        wrong
            .add("%s: the manager was back after %d ms, the live page right after %d ms".formatted(how, connected.toMillis(),
                right.toMillis()));
      }
    }
    Result settled = trial.settle(limits.books(), true);
    List<String> findings = new ArrayList<>(settled.findings());
    findings.addAll(wrong);
    return new Result(CUTS_A_CROWD, settled.calls(), settled.lost() + wrong.size(), settled.salvaged(), settled.doubled(), worst, findings);
  }
}
