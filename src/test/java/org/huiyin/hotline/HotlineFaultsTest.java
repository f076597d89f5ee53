package org.huiyin.hotline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.Set;

import org.huiyin.bench.KilledAsterisk;
import org.huiyin.bench.KilledService;
import org.huiyin.bench.Result;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Outcome.End;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Sound;
import org.huiyin.support.StoredAudio;
import org.huiyin.support.TestHotline;
import org.huiyin.support.TestHotline.CallFacts;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** What dies in the middle of a call, and what is left of the call once it lives again: everything the resident said, and a ticket. */
class HotlineFaultsTest {
  private static final double BEFORE = 460;
  private static final double AFTER = 620;
  private static final Duration A_SENTENCE = ofSeconds(3);
  private static final Duration ALL_OF_IT = A_SENTENCE.minusMillis(400);

  private static final Duration TO_BE_IN_THE_BOOKS = Duration.ofMinutes(4);
  private static final long SEED = System.nanoTime() % 1_000_000;

  @SuppressWarnings("NullAway.Init")
  private static TestHotline hotline;

  @BeforeAll
  static void open() throws IOException {
    hotline = TestHotline.start(TonePrompts.all());
  }

  @AfterAll
  static void close() {
    hotline.close();
  }

  @Test
  void a_service_killed_during_the_message_leaves_the_caller_to_the_dialplan_and_nothing_is_lost() throws IOException {
    Talked call = speaking().meanwhile(hotline::killService).says(Sound.tone(AFTER, A_SENTENCE)).presses("#").staysOnTheLine(ofSeconds(30))
        .call()
        .talked();
    restart();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertThat(TonePrompts.heard("zh/fallback-message", call.heard())).isGreaterThan(java.time.Duration.ofSeconds(1));
    assertThat(TonePrompts.heard("zh/fallback-bye", call.heard())).isGreaterThan(java.time.Duration.ofSeconds(1));
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("repair");
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
    StoredAudio audio = hotline.audio(facts);
    assertThat(Tones.of(BEFORE, audio.caller())).isGreaterThan(ALL_OF_IT);
    assertThat(Tones.of(AFTER, audio.caller())).isGreaterThan(ALL_OF_IT);
  }

  @Test
  void with_the_service_down_a_message_is_taken_and_its_ticket_appears_when_the_service_is_back() throws IOException {
    hotline.killService();
    Talked call = hotline.resident().dials("12345").says(Sound.tone(BEFORE, A_SENTENCE)).presses("#").staysOnTheLine(ofSeconds(30)).call()
        .talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertThat(TonePrompts.heard("zh/fallback-notice", call.heard())).isGreaterThan(java.time.Duration.ofSeconds(1));
    restart();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("ticket")).matches("\\d{8}-\\d{4}");
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
    assertThat(facts.has("message")).isTrue();
    assertThat(Tones.of(BEFORE, hotline.audio(facts).caller())).isGreaterThan(ALL_OF_IT);
  }

  @Test
  void of_an_asterisk_killed_during_the_message_the_recording_is_salvaged_and_has_its_ticket() throws IOException {
    PlannedCall plan = speaking().meanwhile(() -> hotline.asterisk().killAndRestart()).hangsUp();
    Talked call = plan.call().talked();
    assertThat(call.endedBy()).isEqualTo(End.NOBODY);
    hotline.awaitReady();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("end")).isEqualTo("cut_off");
    assertThat(hotline.json("/api/v1/recordings/" + facts.text("recordingId")).get("salvaged").asBoolean()).isTrue();
    assertThat(facts.text("ticket")).matches("\\d{8}-\\d{4}");
    assertThat(Tones.of(BEFORE, hotline.audio(facts).caller())).as("all but the last unwritten piece").isGreaterThan(ofMillis(500));
  }

  /** Completeness looks at a call ten minutes after its end. */
  @Test
  void who_is_turned_away_by_a_full_disk_is_among_the_missed_and_alarms_nobody() throws IOException {
    Files.createFile(hotline.settings().home().diskFull());
    Talked call;
    try {
      call = hotline.resident().dials("12345").says(Sound.tone(BEFORE, A_SENTENCE)).staysOnTheLine(ofSeconds(30)).call().talked();
    } finally {
      Files.delete(hotline.settings().home().diskFull());
    }
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    CallFacts facts = hotline.kept(call, Set.of("stored", "empty"));
    assertThat(facts.number("seconds")).isLessThan(0.5);
    assertThat(facts.text("stage")).isEqualTo("full");
    assertThat(hotline.settledAs("missed", facts)).isTrue();
    hotline.killService();
    String verified;
    try {
      verified = hotline.verifiedWithoutService(Duration.ofMinutes(20));
    } finally {
      restart();
    }
    assertThat(verified).contains("  recordings", "  completeness").doesNotContain(facts.text("callId"), facts.text("recordingId"));
  }

  @Test
  void of_twenty_calls_none_is_lost_when_the_service_is_killed() throws IOException {
    assertNothingLost(KilledService.trial(hotline, new Random(SEED), TO_BE_IN_THE_BOOKS));
  }

  @Test
  void of_twenty_calls_none_is_lost_when_asterisk_is_killed() {
    assertNothingLost(KilledAsterisk.trial(hotline, new Random(SEED), TO_BE_IN_THE_BOOKS));
  }

  private static void assertNothingLost(Result result) {
    assertThat(result.calls()).as("answered calls, with seed " + SEED).isPositive();
    assertThat(result.lost() + result.doubled()).as("lost or doubled with seed " + SEED + ": " + result.findings()).isZero();
  }

  /** A resident who has chosen repair and spoken for some seconds. */
  private static Dialling speaking() {
    return hotline.resident().dials("12345").hears(ofMillis(200), ofSeconds(5)).pressesNow("2").says(Sound.tone(BEFORE, A_SENTENCE));
  }

  private static void restart() {
    try {
      hotline.startService();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hotline.awaitReady();
  }
}
