package org.huiyin.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;
import tools.jackson.databind.JsonNode;

/** The manager connection is finished, reset and left half-open, in turn, while residents call: the service has to notice by itself, and nothing may depend on it. */
final class ManagerCut implements Fault {
  private static final Duration BACK = Duration.ofSeconds(15);
  private static final Duration GIVEN_UP = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Pattern HEARTBEAT = Pattern.compile("(?m)^\\s*HB=(\\d+)");
  private static final Pattern CHANNELS = Pattern.compile("(\\d+) active channel");
  private static final int CUTS = 100;
  private static final int A_SAMPLE = 6;
  private static final int CUTS_A_CROWD = 3;

  @Override
  public String name() {
    return "manager-cut";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Tally tally = new Tally();
    try (CutWire wire = new CutWire(port);
        TestHotline hotline = TestHotline.start(TonePrompts.all(), Map.of("HUIYIN_AMI_PORT", String.valueOf(port)),
            Map.of("HUIYIN_TELEPHONY_AMIPORT", String.valueOf(wire.port())))) {
      for (int cut = 0; cut < (full ? CUTS : A_SAMPLE); cut += CUTS_A_CROWD) {
        tally.add(crowd(hotline, wire, cut, random));
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  private static Result crowd(TestHotline hotline, CutWire wire, int first, Random random) throws IOException {
    Trial trial = new Trial(hotline);
    trial.dial(Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE));
    Duration worst = Duration.ZERO;
    List<String> wrong = new ArrayList<>();
    for (int cut = first; cut < first + CUTS_A_CROWD; cut++) {
      Trial.pass(Duration.ofMillis(random.nextInt(500, 3000)));
      trial.breaksNow();
      String before = heartbeat(hotline);
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
      while (heartbeat(hotline).equals(before) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
        Trial.pass(Duration.ofMillis(200));
      }
      Duration back = trial.sinceItBroke();
      while (running(hotline) != channels(hotline) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
        Trial.pass(Duration.ofMillis(200));
      }
      Duration right = trial.sinceItBroke();
      worst = worst.compareTo(right) < 0 ? right : worst;
      if (right.compareTo(BACK) > 0) {
        wrong
            .add("%s: the manager was back after %d ms, the live page right after %d ms".formatted(how, back.toMillis(), right.toMillis()));
      }
    }
    Result settled = trial.settle(Duration.ofSeconds(60), true);
    List<String> findings = new ArrayList<>(settled.findings());
    findings.addAll(wrong);
    return new Result(CUTS_A_CROWD, settled.calls(), settled.lost() + wrong.size(), settled.salvaged(), settled.doubled(), worst, findings);
  }

  /** As Asterisk has it: only a connection that works sets it anew. */
  private static String heartbeat(TestHotline hotline) {
    Matcher found = HEARTBEAT.matcher(hotline.asterisk().console("dialplan show globals"));
    return found.find() ? found.group(1) : "";
  }

  private static long running(TestHotline hotline) {
    long running = 0;
    for (JsonNode call : hotline.json("/api/v1/calls?limit=200").get("items")) {
      running += call.get("end").asString().equals("running") ? 1 : 0;
    }
    return running;
  }

  private static long channels(TestHotline hotline) {
    Matcher found = CHANNELS.matcher(hotline.asterisk().console("core show channels count"));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }
}
