package org.huiyin.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.huiyin.resident.Crowd;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Sound;
import org.huiyin.support.TestHotline;
import org.huiyin.support.Tones;

/** Residents dial 20 times a second, in turn the hotline and a twin of it in pure dialplan on the same Asterisk: the same prompts, the same recording,
 * no Java. */
final class CallsBench implements Benchmark {
  private static final double PER_SECOND = 20;
  private static final String HOTLINE = "12345";
  private static final String TWIN = "99";
  /** The service is warm when its compiler takes no more than this of a call's time: that of one that has been answering for a day. */
  private static final double WARM_MILLIS = 1.5;
  private static final int LONGEST_WARM_UP = 16;
  private static final double THANKS = 1640;
  private static final Duration PROMPT = Duration.ofMillis(1300);
  private static final Duration MENU = Duration.ofSeconds(3);
  private static final String DIALPLAN = """

      [from-trunk](+)
      exten => 99,1,Goto(twin,s,1)

      [twin]
      exten => s,1,Set(HY_REC=@REC@/${UNIQUEID})
       same => n,Set(CHANNEL(hangup_handler_push)=twin-ended,s,1)
       same => n,MixMonitor(,r(${HY_REC}-caller.wav)t(${HY_REC}-staff.wav))
       same => n,Set(FILE(${HY_REC}.start,,,al,u)={"caller":"${FILTER(+0-9,${CALLERID(num)})}","start":${EPOCH}})
       same => n,Answer()
       same => n,Playback(huiyin/zh/notice)
       same => n,Background(huiyin/zh/menu)
       same => n,WaitExten(5)
       same => n,Hangup()
      exten => _X,1,Set(CHOICE=${EXTEN})
       same => n,Playback(huiyin/zh/message)
       same => n,Record(@NOWHERE@.sln,10,180,k)
       same => n,Playback(huiyin/zh/thanks)
       same => n,Playback(huiyin/zh/goodbye)
       same => n,Hangup()

      [twin-ended]
      exten => s,1,Set(FILE(${HY_REC}.end,,,al,u)={"end":${EPOCH},"choice":"${CHOICE}"})
       same => n,Return()
      """;

  private record Round(int placed, List<Talked> completed, Duration asterisk, Duration java, Duration sealing, Duration callers,
      Duration audio) {
    static Round both(Round one, Round other) {
      return new Round(one.placed + other.placed, Stream.concat(one.completed.stream(), other.completed.stream()).toList(),
          one.asterisk.plus(other.asterisk), one.java.plus(other.java), one.sealing.plus(other.sealing), one.callers.plus(other.callers),
          one.audio.plus(other.audio));
    }

    Quantiles firstPrompt() {
      return Quantiles.of(completed.stream().map(call -> call.untilAudio().orElseThrow().toNanos() / 1e6).toList());
    }

    double perCall(Duration cpu) {
      return cpu.toMillis() / (double) placed;
    }

    double audioPerCall() {
      return audio.toMillis() / 1000.0 / placed;
    }
  }

  @Override
  public boolean holds(boolean full) throws Exception {
    int calls = full ? 500 : 120;
    int rounds = full ? 4 : 3;
    try (TestHotline hotline = TestHotline.start(prompts(), Map.of("HUIYIN_RTP_PORTS", "26000-29999"))) {
      Path recordings = twin(hotline);
      System.out.printf(Locale.ROOT, "until warm, then %d rounds of %d calls each, %.0f a second%n", rounds, calls, PER_SECOND);
      warmUp(hotline, recordings, calls);
      Round ours = null;
      Round twins = null;
      for (int i = 0; i < rounds; i++) {
        Round twin = round(hotline, recordings, TWIN, calls);
        Round our = round(hotline, recordings, HOTLINE, calls);
        print("twin " + (i + 1), twin);
        print("hotline " + (i + 1), our);
        twins = twins == null ? twin : Round.both(twins, twin);
        ours = ours == null ? our : Round.both(ours, our);
      }
      if (ours == null || twins == null) {
        throw new IllegalStateException("no rounds");
      }
      System.out.println("all rounds:");
      print("dialplan twin", twins);
      print("hotline", ours);
      return judge(ours, twins);
    }
  }

  private static void warmUp(TestHotline hotline, Path recordings, int calls) throws IOException {
    for (int i = 0; i < LONGEST_WARM_UP; i++) {
      Duration before = compiling(hotline);
      print("(warming up)", round(hotline, recordings, HOTLINE, calls));
      double each = compiling(hotline).minus(before).toMillis() / (double) calls;
      if (each <= WARM_MILLIS) {
        return;
      }
    }
    System.out.printf(Locale.ROOT, "after %d rounds the compiler still works; so be it%n", LONGEST_WARM_UP);
  }

  private static Duration compiling(TestHotline hotline) throws IOException {
    return Cpu.ofThreads(hotline.servicePid(), "C1 Compiler").plus(Cpu.ofThreads(hotline.servicePid(), "C2 Compiler"));
  }

  private static boolean judge(Round ours, Round twins) {
    Expectations expectations = new Expectations();
    expectations.expect(ours.completed.size() >= twins.completed.size(), "every call that the twin completes is completed: %d, twin %d",
        ours.completed.size(), twins.completed.size());
    expectations.expect(ours.audioPerCall() >= twins.audioPerCall() - 0.1, "as much audio a call: %.2f s, twin %.2f s", ours.audioPerCall(),
        twins.audioPerCall());
    double prompt = ours.firstPrompt().p99() - twins.firstPrompt().p99();
    expectations.expect(prompt <= 20, "the first prompt within 20 ms of the twin's at p99: %+.0f ms", prompt);
    Duration calls = ours.java.minus(ours.sealing);
    double whole = ours.asterisk.plus(calls).plus(ours.callers).toMillis() / (double) twins.asterisk.plus(twins.callers).toMillis();
    expectations.expect(whole <= 1.3, "whole machine, sealing left out (it has a bench of its own), within 1.3 of the twin's: %.2f", whole);
    double share = calls.toMillis() / (double) ours.asterisk.toMillis();
    expectations.expect(share <= 0.2, "Java for the calls at most a fifth of Asterisk: %.2f", share);
    return expectations.allHold();
  }

  private static void print(String name, Round round) {
    Quantiles prompt = round.firstPrompt();
    System.out.printf(Locale.ROOT,
        "%-14s completed %4d of %4d | first prompt p50 %5.0f ms, p99 %5.0f ms | CPU a call: Asterisk %5.1f ms, Java %5.1f ms (and sealing %5.1f ms), callers %5.1f ms | audio %5.2f s%n",
        name, round.completed.size(), round.placed, prompt.p50(), prompt.p99(), round.perCall(round.asterisk),
        round.perCall(round.java.minus(round.sealing)), round.perCall(round.sealing), round.perCall(round.callers), round.audioPerCall());
  }

  private static Round round(TestHotline hotline, Path recordings, String number, int calls) throws IOException {
    List<PlannedCall> plans = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      plans.add(hotline.resident().from("137%08d".formatted(i)).hearsNoticeOf(PROMPT.plusMillis(400)).dials(number).presses("2")
          .says(Sound.tone(460, Duration.ofSeconds(1))).presses("#").hears(Duration.ofMillis(900), Duration.ofSeconds(10)).hangsUp());
    }
    long asterisk = hotline.asterisk().asterisk().process().pid();
    Duration asteriskBefore = Cpu.of(asterisk);
    Duration javaBefore = Cpu.of(hotline.servicePid());
    Duration sealingBefore = Cpu.ofThreads(hotline.servicePid(), "seal-");
    Duration callersBefore = Cpu.ofThisAndItsChildren();
    Duration twinBefore = number.equals(TWIN) ? audio(recordings) : Duration.ZERO;
    List<Talked> completed = Crowd.place(plans, PER_SECOND).stream().filter(CallsBench::completed).map(Outcome::talked).toList();
    Duration callers = Cpu.ofThisAndItsChildren().minus(callersBefore);
    awaitSealed(hotline);
    Duration sealing = Cpu.ofThreads(hotline.servicePid(), "seal-").minus(sealingBefore);
    Duration java = Cpu.of(hotline.servicePid()).minus(javaBefore);
    Duration audio = number.equals(TWIN) ? audio(recordings).minus(twinBefore) : stored(hotline, completed);
    return new Round(calls, completed, Cpu.of(asterisk).minus(asteriskBefore), java, sealing, callers, audio);
  }

  private static boolean completed(Outcome outcome) {
    return outcome instanceof Talked call && call.untilTheEnd() && call.untilAudio().isPresent() && call.acts().size() == 3
        && Tones.of(THANKS, call.heard()).compareTo(Duration.ofMillis(700)) > 0;
  }

  /** Until the spool is empty, so that this round's work is in this round's figures; the service is not asked, since each answer is work. */
  private static void awaitSealed(TestHotline hotline) {
    Path spool = hotline.settings().home().spool();
    TestHotline.await(Duration.ofMinutes(3), "the sealing of all recordings", () -> {
      try (Stream<Path> files = Files.walk(spool)) {
        return files.noneMatch(file -> file.toString().endsWith(".wav")) ? true : null;
      } catch (IOException | UncheckedIOException vanished) {
        return null;
      }
    });
  }

  private static Duration stored(TestHotline hotline, List<Talked> calls) {
    double seconds = calls.stream().mapToDouble(call -> hotline.stored(call).number("seconds")).sum();
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  private static Duration audio(Path recordings) throws IOException {
    if (!Files.exists(recordings)) {
      return Duration.ZERO;
    }
    try (Stream<Path> files = Files.list(recordings)) {
      long bytes = 0;
      for (Path file : files.filter(path -> path.toString().endsWith("-caller.wav")).toList()) {
        bytes += Math.max(0, Files.size(file) - 44);
      }
      return Duration.ofMillis(bytes * 1000 / (2 * Sound.RATE));
    }
  }

  private static Path twin(TestHotline hotline) throws IOException {
    Path asterisk = hotline.settings().home().asterisk();
    Path recordings = asterisk.resolve("spool/twin");
    Files.writeString(asterisk.resolve("etc/extensions.conf"),
        DIALPLAN.replace("@REC@", recordings.toString()).replace("@NOWHERE@", asterisk.resolve("spool/nowhere").toString()),
        StandardOpenOption.APPEND);
    hotline.asterisk().console("dialplan reload");
    return recordings;
  }

  private static Map<String, Sound> prompts() {
    Map<String, Sound> prompts = new LinkedHashMap<>();
    prompts.put("zh/notice", Sound.tone(1040, PROMPT));
    prompts.put("zh/menu", Sound.tone(1200, MENU));
    prompts.put("zh/message", Sound.tone(1440, PROMPT));
    prompts.put("zh/thanks", Sound.tone(THANKS, PROMPT));
    return prompts;
  }
}
