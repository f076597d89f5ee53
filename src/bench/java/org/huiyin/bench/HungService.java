package org.huiyin.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.launcher.Watchdog;
import org.huiyin.support.TestHotline;

/**
 * SIGSTOP of the service: it accepts and never answers. In turn before residents call, where the heartbeat has to keep them from it, and while they are inside it,
 * where the watchdog of another process has to lead them out. Then it runs on, and must not spoil what was done in its place.
 */
final class HungService implements Fault {
  private static final Duration LED_OUT = Duration.ofSeconds(15);
  private static final Duration GIVEN_UP = Duration.ofSeconds(40);
  private static final Duration NO_HEARTBEAT = Duration.ofSeconds(13);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "hung-service";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all())) {
      Thread watchdog = Thread.ofPlatform().daemon()
          .start(new Watchdog(hotline.settings(), hotline.asterisk().secrets(), new Watchdog.Watched() {
            @Override
            public Object incarnation() {
              return hotline;
            }

            @Override
            public void renew() {
              // It is let run on before its time is over.
            }
          }, line -> {
          }));
      try {
        for (int i = 0; i < (full ? 20 : 2); i++) {
          tally.add(trial(hotline, i % 2 == 0, random));
        }
      } finally {
        watchdog.interrupt();
        watchdog.join();
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  private static Result trial(TestHotline hotline, boolean before, Random random) throws IOException, InterruptedException {
    Trial trial = new Trial(hotline);
    List<Caller> callers = Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE);
    List<String> wrong = new ArrayList<>();
    Duration led = Duration.ZERO;
    if (before) {
      signal(hotline, "STOP");
      Trial.pass(NO_HEARTBEAT);
      trial.dial(callers);
      Trial.pass(Duration.ofSeconds(5));
      if (inside(hotline)) {
        wrong.add("callers were handed to a service without a heartbeat");
      }
    } else {
      trial.dial(callers);
      Trial.pass(Duration.ofMillis(random.nextInt(2500, 6000)));
      signal(hotline, "STOP");
      trial.breaksNow();
      while (inside(hotline) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
        Trial.pass(Duration.ofMillis(200));
      }
      led = trial.sinceItBroke();
      if (led.compareTo(LED_OUT) > 0) {
        wrong.add("the last caller was led out after " + led.toMillis() + " ms");
      }
    }
    Trial.pass(Duration.ofSeconds(20));
    signal(hotline, "CONT");
    trial.breaksNow();
    Result settled = trial.settle(Duration.ofSeconds(60), true);
    List<String> findings = new ArrayList<>(settled.findings());
    findings.addAll(wrong);
    return new Result(1, settled.calls(), settled.lost() + wrong.size(), settled.salvaged(), settled.doubled(),
        before ? settled.worstRecovery() : led, findings);
  }

  private static boolean inside(TestHotline hotline) {
    return hotline.asterisk().console("core show channels concise").lines().anyMatch(line -> line.contains("!hotline!"));
  }

  private static void signal(TestHotline hotline, String name) throws IOException, InterruptedException {
    if (new ProcessBuilder("kill", "-" + name, String.valueOf(hotline.servicePid())).start().waitFor() != 0) {
      throw new IllegalStateException("kill -" + name + " failed");
    }
  }
}
