package org.huiyin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.huiyin.resident.Outcome.End;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Resident;
import org.huiyin.resident.SipAddress;
import org.huiyin.resident.Sound;
import org.huiyin.support.SpooledCall;
import org.huiyin.support.TestAsterisk;
import org.huiyin.support.TestHotline;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Asterisk alone, with the service down or hung: whoever calls is answered, told so, recorded and heard out. */
class FallbackTest {
  private static final double NOTICE = 480;
  private static final double QUESTION = 1300;
  private static final double BYE = 1900;
  private static final double VOICE = 1000;
  private static final double FULL = 2500;

  @SuppressWarnings("NullAway.Init")
  private static TestAsterisk asterisk;

  @BeforeAll
  static void start() {
    asterisk = TestAsterisk.start();
    prompts(asterisk);
  }

  @AfterAll
  static void stop() {
    asterisk.close();
  }

  @Test
  void a_caller_hears_the_notice_leaves_a_message_and_both_sides_are_kept() throws IOException {
    Talked talked = resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(3))).pressesNow("#").staysOnTheLine(ofSeconds(20)).call()
        .talked();
    SpooledCall call = SpooledCall.await(asterisk.spool(), talked.sipCallId());

    assertThat(talked.endedBy()).isEqualTo(End.HOTLINE);
    assertThat(asterisk.spool().relativize(call.base()).toString()).matches("\\d{8}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(call.start().path("callId").asString()).isEqualTo(call.base().getFileName().toString());
    assertThat(call.start().path("caller").asString()).isEqualTo("13800138000");
    assertThat(call.start().path("presentation").asString()).isEqualTo("allowed");
    assertThat(call.start().path("dialled").asString()).isEqualTo("12345");
    assertThat(call.end().path("callId")).isEqualTo(call.start().path("callId"));
    assertThat(call.end().path("stage").asString()).isEqualTo("fallback");
    assertThat(call.end().path("done").asString()).isEmpty();
    long from = call.end().path("fallbackFrom").asLong();
    long to = call.end().path("fallbackTo").asLong();
    assertThat(to - from).isBetween(3L, 8L);
    assertThat(from).isBetween(call.start().path("start").asLong() + 3, call.end().path("end").asLong());

    assertThat(Tones.of(VOICE, call.caller())).isBetween(ofMillis(2700), ofMillis(3100));
    assertThat(Tones.of(VOICE, call.staff())).isZero();
    assertThat(Tones.of(NOTICE, call.staff())).isBetween(ofMillis(1800), ofMillis(2100));
    assertThat(Tones.of(QUESTION, call.staff())).isBetween(ofMillis(800), ofMillis(1100));
    assertThat(Tones.of(BYE, call.staff())).isBetween(ofMillis(800), ofMillis(1100));
    assertThat(Tones.of(NOTICE, call.caller())).isZero();
    Tones.Place notice = Tones.place(NOTICE, call.staff());
    assertThat(notice.from()).isLessThan(ofMillis(600));
    assertThat(Tones.place(VOICE, call.caller()).from()).isGreaterThan(notice.to());
    assertThat(call.caller().length()).isEqualTo(call.staff().length()).isCloseTo(talked.length(), ofMillis(700));

    assertThat(SpooledCall.list(asterisk.spool())).filteredOn(name -> name.contains(call.base().getFileName().toString())).hasSize(4);
    assertThat(SpooledCall.list(asterisk.settings().home().asterisk().resolve("spool"))).as("nothing but the spool holds audio").isEmpty();
    assertThat(Files.isSymbolicLink(asterisk.settings().home().asterisk().resolve("spool/nowhere.sln"))).isTrue();
    assertThat((int) Files.getAttribute(Path.of(call.base() + "-caller.wav"), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0777)
        .isEqualTo(0660);
  }

  @Test
  void ten_seconds_of_silence_end_the_message() {
    Talked talked = resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(2))).staysOnTheLine(ofSeconds(40)).call().talked();
    SpooledCall call = SpooledCall.await(asterisk.spool(), talked.sipCallId());
    assertThat(talked.endedBy()).isEqualTo(End.HOTLINE);
    Duration said = Tones.place(VOICE, call.caller()).to();
    assertThat(Tones.place(BYE, call.staff()).from().minus(said)).isBetween(ofSeconds(9), ofSeconds(12));
  }

  /** Whether the service runs or not: it is asked after this. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void who_calls_while_the_disk_is_full_hears_that_and_whom_to_call_and_the_call_is_known(boolean heartbeat) throws IOException {
    try (var full = TestAsterisk.start()) {
      prompts(full);
      if (heartbeat) {
        beat(full, 5);
      }
      Files.createFile(full.settings().home().diskFull());
      Talked talked = new Caller(full).resident().dials("12345").saysNow(Sound.tone(VOICE, ofSeconds(6))).staysOnTheLine(ofSeconds(20))
          .call().talked();
      var call = SpooledCall.awaitUnrecorded(full.spool(), talked.sipCallId());
      assertThat(talked.endedBy()).isEqualTo(End.HOTLINE);
      assertThat(talked.length()).isBetween(ofMillis(1900), ofMillis(3500));
      assertThat(call.start().path("caller").asString()).isEqualTo("13800138000");
      assertThat(call.end().path("stage").asString()).isEqualTo("full");
      assertThat(call.end().path("fallbackFrom").asLong()).isZero();
      Path said = Path.of(call.base() + "-caller.wav");
      assertThat(Files.exists(said) ? Files.size(said) : 0).isLessThan(4_000);

      Files.delete(full.settings().home().diskFull());
      Talked after = new Caller(full).resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(2))).pressesNow("#")
          .staysOnTheLine(ofSeconds(20)).call().talked();
      assertThat(Tones.of(VOICE, SpooledCall.await(full.spool(), after.sipCallId()).caller())).isGreaterThan(ofMillis(1700));
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, fallback", "3600, fallback-message"})
  void hanging_up_in_any_phase_leaves_a_whole_call(int after, String stage) {
    Talked talked = resident().dials("12345").saysNow(Sound.tone(VOICE, ofSeconds(6))).hangsUpAfter(ofMillis(after)).call().talked();
    SpooledCall call = SpooledCall.await(asterisk.spool(), talked.sipCallId());
    assertThat(talked.endedBy()).isEqualTo(End.RESIDENT);
    assertThat(call.end().path("stage").asString()).isEqualTo(stage);
    assertThat(call.caller().length()).isCloseTo(talked.length(), ofMillis(700));
    assertThat(Tones.of(VOICE, call.caller())).isCloseTo(talked.length(), ofMillis(900));
    boolean inMessage = stage.equals("fallback-message");
    assertThat(call.end().path("fallbackFrom").asLong() > 0).isEqualTo(inMessage);
    assertThat(call.end().path("fallbackTo").asLong() > 0).isEqualTo(inMessage);
  }

  /** The number that a sidecar carries may hold nothing but + 0-9 * #, whatever the From header holds. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
      "a\\"b" <sip:13800000001@127.0.0.1>                                   | 13800000001 | allowed
      "x" <sip:138%220%7D00000002@127.0.0.1>                                | 138000000002 | allowed
      "x" <sip:1380%0D%0AX:%20y0003@127.0.0.1>                              | 1380 | allowed
      "<script>alert(1)</script>" <sip:%3Cb%3E13800004@127.0.0.1>           | 13800004 | allowed
      "${SHELL(id)}" <sip:%24%7BSHELL(id)%7D5@127.0.0.1>                    | 5 | allowed
      "王" <sip:%E7%8E%8B@127.0.0.1>                                         | `` | unavailable
      "Anonymous" <sip:anonymous@anonymous.invalid>                         | `` | withheld
      <sip:127.0.0.1>                                                       | `` | unavailable
      <sip:+8613800000008@127.0.0.1>                                        | +8613800000008 | allowed
      """)
  void a_hostile_caller_id_reaches_the_sidecar_only_as_digits(String header, String caller, String presentation) {
    SpooledCall call = shortCall(resident().withRawFrom(header));
    assertThat(call.start().path("caller").asString()).isEqualTo(caller);
    assertThat(call.start().path("presentation").asString()).isEqualTo(presentation);
  }

  @Test
  void a_number_of_300_digits_is_cut_and_the_sidecar_stays_whole() {
    SpooledCall call = shortCall(resident().withRawFrom("<sip:" + "1234567890".repeat(30) + "@127.0.0.1>"));
    assertThat(call.start().path("caller").asString()).matches("\\d{20,32}");
  }

  @Test
  void a_withheld_number_stays_withheld_even_where_the_network_knows_it() {
    SpooledCall call = shortCall(resident().from("13800138009").withheld());
    assertThat(call.start().path("presentation").asString()).isEqualTo("withheld");
  }

  @Test
  void the_logs_hold_neither_numbers_nor_keys() throws IOException {
    String number = "13955512377";
    Talked talked = resident().from(number).dials("12345").waits(ofSeconds(4)).pressesNow("7").waits(ofMillis(300)).hangsUp().call()
        .talked();
    SpooledCall.await(asterisk.spool(), talked.sipCallId());
    Path log = asterisk.settings().home().log();
    for (String file : SpooledCall.list(log)) {
      assertThat(Files.readString(log.resolve(file))).as(file).doesNotContain(number).doesNotContainIgnoringCase("dtmf");
    }
    assertThat(Files.readString(log.resolve("asterisk/cdr-custom/calls.csv"))).contains(talked.sipCallId().isEmpty() ? "-" : "ANSWERED");
  }

  @Test
  void the_start_and_the_record_of_a_call_name_it_by_the_same_ids_and_moment() throws IOException {
    SpooledCall call = shortCall(resident());
    String id = call.start().path("callId").asString();
    String start = call.start().path("start").asString();
    Path log = asterisk.settings().home().log().resolve("asterisk");
    String[] started = line(log.resolve("starts"), id).split(",", -1);
    assertThat(started).containsExactly(id, start, started[2]);
    String record = TestHotline.await(ofSeconds(20), "Asterisk's record of the call", () -> {
      String found = line(log.resolve("cdr-custom"), id);
      return found.isEmpty() ? null : found;
    });
    assertThat(record).contains("\"ANSWERED\",\"" + started[2] + "\",\"").matches(".*,\"\\d{10}\\.\\d+\"");
    long recorded = Long.parseLong(record.replaceAll(".*\"(\\d{10})\\.\\d+\"", "$1"));
    assertThat(recorded).isBetween(Long.parseLong(start) - 1, Long.parseLong(start) + 1);
  }

  /** The line that names the call, in any file of the folder; empty while there is none. */
  private static String line(Path folder, String call) {
    return SpooledCall.list(folder).stream().flatMap(file -> {
      try {
        return Files.readAllLines(folder.resolve(file)).stream();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }).filter(line -> line.contains(call)).findFirst().orElse("");
  }

  @Test
  void a_heartbeat_from_the_future_is_none() {
    try (var other = TestAsterisk.start()) {
      prompts(other);
      beat(other, 3600);
      Talked talked = new Caller(other).resident().dials("12345").waits(ofMillis(500)).hangsUp().call().talked();
      SpooledCall call = SpooledCall.await(other.spool(), talked.sipCallId());
      assertThat(call.end().path("agi").asString()).as("the service was not asked").isEmpty();
      assertThat(call.end().path("stage").asString()).isEqualTo("fallback");
    }
  }

  @Test
  void a_service_that_refuses_the_call_loses_no_caller() {
    try (var other = TestAsterisk.start()) {
      prompts(other);
      beat(other, 0);
      Talked talked = new Caller(other).resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(2))).pressesNow("#")
          .staysOnTheLine(ofSeconds(15)).call()
          .talked();
      SpooledCall call = SpooledCall.await(other.spool(), talked.sipCallId());
      assertThat(call.end().path("agi").asString()).isEqualTo("FAILURE");
      assertThat(Tones.of(VOICE, call.caller())).isBetween(ofMillis(1700), ofMillis(2100));
    }
  }

  /** The service accepts the call and never answers: the watchdog leads the caller out, the message is taken, the recording is whole. */
  @Test
  void a_hung_service_loses_no_caller() throws Exception {
    List<String> log = new ArrayList<>();
    try (var silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var other = TestAsterisk.start(Map.of("HUIYIN_AGI_PORT", String.valueOf(silent.getLocalPort())));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      prompts(other);
      beat(other, 0);
      var watchdog = threads.submit(new Watchdog(other.settings(), other.secrets(), new NeverRestarted(), log::add));
      PlannedCall planned = new Caller(other).resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(2))).pressesNow("#")
          .staysOnTheLine(ofSeconds(30));
      var outcome = threads.submit(planned);
      try (Socket held = silent.accept()) {
        Talked talked = outcome.get().talked();
        assertThat(held.isClosed()).isFalse();
        SpooledCall call = SpooledCall.await(other.spool(), talked.sipCallId());
        assertThat(Tones.place(NOTICE, call.staff()).from()).isBetween(ofSeconds(7), ofSeconds(18));
        assertThat(Tones.of(VOICE, call.caller())).isBetween(ofMillis(1700), ofMillis(2100));
        assertThat(call.caller().length()).isCloseTo(talked.length(), ofMillis(700));
        assertThat(log).anySatisfy(line -> assertThat(line).contains("leading").contains("to the fallback"));
      } finally {
        watchdog.cancel(true);
      }
    }
  }

  @Test
  void a_killed_asterisk_leaves_who_called_and_what_was_said_so_far() throws IOException {
    try (var other = TestAsterisk.start()) {
      prompts(other);
      Talked talked = new Caller(other).resident().dials("12345").saysNow(Sound.tone(VOICE, ofSeconds(6))).meanwhile(other.asterisk()::kill)
          .hangsUp().call()
          .talked();
      Path start = SpooledCall.startOf(other.spool(), talked.sipCallId()).orElseThrow();
      Path base = start.resolveSibling(start.getFileName().toString().replace(".start", ""));
      assertThat(Files.readString(start)).contains("13800138000").endsWith("}\n");
      assertThat(Path.of(base + ".end")).doesNotExist();
      assertThat(Files.size(Path.of(base + "-caller.wav"))).as("2 s may be lost").isGreaterThan(16000 * 4);
      other.killAndRestart();
      assertThat(other.console("core show uptime")).contains("System uptime");
    }
  }

  private static SpooledCall shortCall(Resident resident) {
    Talked talked = resident.dials("12345").waits(ofMillis(300)).hangsUp().call().talked();
    return SpooledCall.await(asterisk.spool(), talked.sipCallId());
  }

  private static Resident resident() {
    return new Caller(asterisk).resident();
  }

  private static final class NeverRestarted implements Watchdog.Watched {
    @Override
    public Object incarnation() {
      return this;
    }

    @Override
    public void renew() {
      throw new AssertionError("too early to give the service up");
    }
  }

  private record Caller(TestAsterisk of) {
    Resident resident() {
      return Resident.at(SipAddress.loopback(of.settings().sipPort()));
    }
  }

  private static void prompts(TestAsterisk of) {
    SpooledCall.prompt(of, "fallback-notice", Sound.tone(NOTICE, ofSeconds(2)));
    SpooledCall.prompt(of, "fallback-message", Sound.tone(QUESTION, ofSeconds(1)));
    SpooledCall.prompt(of, "fallback-bye", Sound.tone(BYE, ofSeconds(1)));
    SpooledCall.prompt(of, "full", Sound.tone(FULL, ofSeconds(2)));
  }

  private static void beat(TestAsterisk of, long ahead) {
    of.console("dialplan set global HB " + (System.currentTimeMillis() / 1000 + ahead));
  }
}
