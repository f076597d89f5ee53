package org.huiyin.hotline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.huiyin.resident.Crowd;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Outcome.End;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Sound;
import org.huiyin.support.TestHotline;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** A prompt is recorded by telephone, with everything real: the telephone, Asterisk, the service, and the resident who calls next. */
@TestMethodOrder(MethodOrderer.Random.class)
class HotlineStudioTest {
  /** The prompts of the studio, each a tone of its own; 700 Hz is Asterisk's. */
  private static final Map<String, Double> STUDIO = Map.of("pin", 1100.0, "wrong-pin", 1180.0, "now", 1260.0, "speak", 1340.0, "review",
      1420.0, "kept", 1500.0, "unheard", 1580.0, "away", 1660.0);
  private static final double NOTICE = 1800;
  private static final double MENU = 1900;
  private static final double BUSY = 2000;
  private static final double FIRST_TAKE = 400;
  private static final double SECOND_TAKE = 540;
  private static final Duration HEARD = ofMillis(600);

  @SuppressWarnings("NullAway.Init")
  private static TestHotline hotline;

  @BeforeAll
  static void open() throws IOException {
    var own = new HashMap<String, Sound>();
    STUDIO.forEach((id, hertz) -> own.put("zh/studio-" + id, Sound.tone(hertz, ofSeconds(1))));
    own.put("zh/notice", Sound.tone(NOTICE, ofSeconds(1)));
    own.put("zh/menu", Sound.tone(MENU, ofSeconds(3)));
    own.put("zh/busy", Sound.tone(BUSY, ofSeconds(1)));
    hotline = TestHotline.start(own);
  }

  @AfterAll
  static void close() {
    hotline.close();
  }

  private static String prompt(String id) {
    return hotline.calendar().replace("/calendar", "/prompts/zh/" + id);
  }

  private static String pin(String id) {
    return hotline.post(prompt(id) + "/telephone", "{\"note\":\"电话录音\"}").get("pin").asString();
  }

  private static Dialling studio() {
    return hotline.resident().from("13700000095").dials("*75");
  }

  /** Waits until the studio has said so for the so-many-th time: more than half of it, while a key cuts each short. */
  private static Dialling after(Dialling call, String said, int times) {
    var enough = ofMillis(500 + 800L * (times - 1));
    return call.recognises(heard -> Tones.of(STUDIO.getOrDefault(said, 0.0), heard).compareTo(enough) > 0, ofSeconds(40));
  }

  private static Dialling entered(String pin) {
    return after(studio(), "pin", 1).pressesNow(pin);
  }

  private static Talked talked(PlannedCall call) {
    return Crowd.place(List.of(call), 1).getFirst().talked();
  }

  private static Duration heard(String said, Talked call) {
    return Tones.of(STUDIO.getOrDefault(said, 0.0), call.heard());
  }

  private static int versions(String id) {
    return hotline.json(prompt(id)).get("items").size();
  }

  private static List<String> left() {
    var home = hotline.settings().home();
    return Stream.of(home.asterisk().resolve("spool/studio"), home.sounds().resolve("said")).flatMap(HotlineStudioTest::files).toList();
  }

  private static Stream<String> files(Path folder) {
    try (Stream<Path> all = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      return all.map(Path::toString).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int calls() {
    return hotline.json("/api/v1/calls").get("items").size();
  }

  @Test
  void what_is_said_the_second_time_and_kept_is_heard_by_the_next_resident_and_a_call_in_progress_keeps_what_it_had() throws Exception {
    int before = calls();
    var inside = new CountDownLatch(1);
    var kept = new CountDownLatch(1);
    var resident = hotline.resident().from("13700000096").dials("12345")
        .recognises(heard -> Tones.of(NOTICE, heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).meanwhile(inside::countDown)
        .meanwhile(() -> await(kept)).pressesNow("2").recognises(heard -> Tones.of(BUSY, heard).compareTo(HEARD) > 0, ofSeconds(40))
        .hangsUp();
    var record = after(after(entered(pin("busy")).says(Sound.tone(FIRST_TAKE, ofSeconds(2))).pressesNow("#"), "review", 1)
        .pressesNow("2").says(Sound.tone(SECOND_TAKE, ofSeconds(2))).pressesNow("#"), "review", 2).pressesNow("#")
        .staysOnTheLine(ofSeconds(60));
    try (var people = java.util.concurrent.Executors.newFixedThreadPool(2)) {
      var old = people.submit(() -> talked(resident));
      await(inside);
      var recording = talked(record);
      kept.countDown();

      assertThat(recording.endedBy()).isEqualTo(End.HOTLINE);
      assertThat(heard("now", recording)).isGreaterThan(HEARD);
      assertThat(Tones.of(BUSY, recording.heard())).as("what was in force").isGreaterThan(HEARD);
      for (double take : new double[]{FIRST_TAKE, SECOND_TAKE}) {
        assertThat(Tones.of(take, recording.heard())).as("played back").isBetween(ofMillis(1300), ofMillis(2500));
      }
      assertThat(heard("kept", recording)).isGreaterThan(HEARD);
      assertThat(Tones.of(BUSY, old.get(120, TimeUnit.SECONDS).heard())).as("the call in progress").isGreaterThan(HEARD);
    }
    var newest = hotline.json(prompt("busy")).get("items").get(0);
    assertThat(newest.get("source").asString()).isEqualTo("recorded");
    assertThat(newest.get("note").asString()).isEqualTo("电话录音");
    assertThat(newest.get("by").asString()).isEqualTo("local-admin");
    assertThat(left()).isEmpty();

    var next = talked(hotline.resident().from("13700000097").dials("12345")
        .recognises(heard -> Tones.of(NOTICE, heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).pressesNow("2")
        .recognises(heard -> Tones.of(SECOND_TAKE, heard).compareTo(HEARD) > 0, ofSeconds(40)).hangsUp());
    assertThat(Tones.of(SECOND_TAKE, next.heard())).isGreaterThan(HEARD);
    assertThat(Tones.of(BUSY, next.heard())).isLessThan(ofMillis(150));
    assertThat(Tones.of(FIRST_TAKE, next.heard())).isLessThan(ofMillis(150));
    TestHotline.await(ofSeconds(60), "the residents' calls in the ledger", () -> calls() >= before + 2 ? true : null);
    assertThat(calls()).as("the recording of a prompt is no call of a resident").isEqualTo(before + 2);
    hotline.post(prompt("busy") + "/versions/1/restoration", "{\"note\":\"原样\"}");
  }

  @Test
  void a_pin_that_is_wrong_three_times_ends_the_call_and_changes_nothing() {
    int before = versions("goodbye");
    var pin = pin("goodbye");
    var wrong = pin.equals("12345678") ? "87654321" : "12345678";
    var call = talked(after(after(entered(wrong), "pin", 2).pressesNow(wrong), "pin", 3).pressesNow(wrong).staysOnTheLine(ofSeconds(60)));
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertThat(heard("wrong-pin", call)).isBetween(ofMillis(2400), ofMillis(3300));
    assertThat(heard("now", call)).isLessThan(ofMillis(150));
    assertThat(versions("goodbye")).isEqualTo(before);
  }

  @Test
  void who_hangs_up_before_keeping_changes_nothing_leaves_no_file_and_may_come_back_with_the_same_pin() {
    int before = versions("thanks");
    var pin = pin("thanks");
    var gone = talked(after(entered(pin).says(Sound.tone(FIRST_TAKE, ofSeconds(2))).pressesNow("#"), "review", 1).hangsUp());
    assertThat(Tones.of(FIRST_TAKE, gone.heard())).isGreaterThan(ofSeconds(1));
    var whileSpeaking = talked(entered(pin).says(Sound.tone(FIRST_TAKE, ofSeconds(2))).hangsUp());
    assertThat(heard("speak", whileSpeaking)).as("the PIN was still good").isGreaterThan(HEARD);
    assertThat(versions("thanks")).isEqualTo(before);
    TestHotline.await(ofSeconds(20), "the removal of what was said", () -> left().isEmpty() ? true : null);
  }

  @Test
  void what_is_too_quiet_is_refused_in_words_and_said_anew() {
    int before = versions("message");
    var call = talked(after(after(entered(pin("message")).says(Sound.silence(ofSeconds(2))).pressesNow("#"), "unheard", 1)
        .says(Sound.tone(SECOND_TAKE, ofSeconds(2))).pressesNow("#"), "review", 1).pressesNow("1").waits(ofSeconds(4))
        .pressesNow("#").staysOnTheLine(ofSeconds(60)));
    assertThat(heard("unheard", call)).isGreaterThan(HEARD);
    assertThat(Tones.of(SECOND_TAKE, call.heard())).as("heard twice").isBetween(ofMillis(3000), ofMillis(4900));
    assertThat(heard("kept", call)).isGreaterThan(HEARD);
    assertThat(versions("message")).isEqualTo(before + 1);
    hotline.post(prompt("message") + "/versions/1/restoration", "{\"note\":\"原样\"}");
  }

  @Test
  void while_the_service_is_down_whoever_dials_hears_that_no_prompt_can_be_recorded_now() throws IOException {
    hotline.killService();
    try {
      var call = talked(studio().staysOnTheLine(ofSeconds(40)));
      assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
      assertThat(heard("away", call)).isGreaterThan(HEARD);
      assertThat(heard("pin", call)).isLessThan(ofMillis(150));
    } finally {
      hotline.startService();
      hotline.awaitReady();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
