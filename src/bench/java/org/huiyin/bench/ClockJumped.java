package org.huiyin.bench;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;
import tools.jackson.databind.JsonNode;

/**
 * The service starts with a clock that is years off, as after a dead battery or a wrong setting, while the purge wakes every few seconds: every recording
 * of that day is long due by such a clock, and none is destroyed. Then its clock is right again, two people confirm that, and the purge goes on. Lost is also
 * a clock that nobody is warned of within one run, and a purge that does not go on within another.
 */
final class ClockJumped implements Fault {
  /** As faketime writes them. */
  private static final List<String> WRONG = List.of("+63072000s", "+315360000s", "-31536000s", "@1970-01-02 00:00:00");
  private static final Map<String, String> OFTEN = Map.of("HUIYIN_RETENTION_PURGECRON", "0/10 * * * * ?");
  private static final Duration ONE_RUN = Duration.ofSeconds(15);
  private static final Duration TO_BE_WARNED = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @Override
  public String name() {
    return "clock-jumped";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all(), Map.of(), OFTEN)) {
      Trial trial = new Trial(hotline);
      trial.dial(Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE));
      trial.settle(Trial.TO_BE_THERE, true);
      // The beat that a jump is measured from.
      Trial.pass(ONE_RUN);
      SecondPerson second = new SecondPerson(hotline);
      for (String wrong : WRONG) {
        tally.add(trial(hotline, trial, second, wrong));
      }
      return tally.sum();
    }
  }

  private static Result trial(TestHotline hotline, Trial trial, SecondPerson second, String wrong) throws IOException {
    hotline.killService();
    hotline.startService(wrong);
    hotline.awaitReady();
    List<String> findings = new ArrayList<>();
    if (!warned(hotline)) {
      findings.add(wrong + ": nobody was warned");
    }
    Trial.pass(ONE_RUN.multipliedBy(2));
    hotline.killService();
    hotline.startService();
    hotline.awaitReady();
    trial.breaksNow();
    String problem = goesOn(hotline, second);
    if (!problem.isEmpty()) {
      findings.add(wrong + ": " + problem);
    }
    Result settled = trial.settle(Trial.TO_BE_THERE, true);
    int unwarned = findings.size();
    findings.addAll(settled.findings());
    return new Result(1, settled.calls(), settled.lost() + unwarned, settled.salvaged(), settled.doubled(), settled.worstRecovery(),
        findings);
  }

  /** One proposes to believe the clock that is right again, another approves; after that a run comes to its end without waiting for anybody. */
  private static String goesOn(TestHotline hotline, SecondPerson second) throws IOException {
    if (!hotline.json("/api/v1/retention/safeguards").get("doubts").isEmpty()) {
      second.approves(hotline.post("/api/v1/retention/safeguards/time", "{\"reason\":\"compared with the telephone\"}")
          .get("proposalId").asString());
    }
    if (hotline.json("/api/v1/retention/safeguards").get("waits").asBoolean()) {
      return "two people confirmed the time and it is doubted still";
    }
    OffsetDateTime confirmed = Clock.systemUTC().instant().atOffset(ZoneOffset.UTC);
    long limit = System.nanoTime() + TO_BE_WARNED.toNanos();
    while (System.nanoTime() < limit) {
      JsonNode last = hotline.json("/api/v1/retention/purge").path("lastFinished");
      if (last.isString() && OffsetDateTime.parse(last.asString()).isAfter(confirmed)) {
        return "";
      }
      Trial.pass(Duration.ofMillis(500));
    }
    return "no run came to its end after two people had confirmed the time";
  }

  private static boolean warned(TestHotline hotline) {
    long limit = System.nanoTime() + TO_BE_WARNED.toNanos();
    while (System.nanoTime() < limit) {
      JsonNode safeguards = hotline.json("/api/v1/retention/safeguards");
      if (safeguards.get("waits").asBoolean() && !safeguards.get("doubts").isEmpty()) {
        return true;
      }
      Trial.pass(Duration.ofMillis(500));
    }
    return false;
  }
}
