package org.huiyin.hotline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.Sound;
import org.huiyin.support.TestHotline;
import org.huiyin.support.TestHotline.CallFacts;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** The same call on a day that is attended, closed, a holiday or a make-up workday: what is heard follows the calendar, and a message is always taken. */
class HotlineHoursTest {
  private static final double VOICE = 460;
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

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
  void what_a_caller_hears_follows_the_calendar_and_the_message_is_always_taken() throws IOException {
    everyDay("{\"name\":\"停电\",\"hours\":\"\",\"working\":false}");
    assertClosed(call());
    everyDay("{\"name\":\"值班\",\"hours\":\"00:00-24:00\",\"working\":true}");
    assertAttended(call());
    days().forEach(date -> hotline.delete(hotline.calendar() + "/days/" + date));

    // From here on only make-up workdays are attended, but for one minute of Mondays.
    hotline.put(hotline.calendar() + "/hours",
        "{\"hours\":{\"monday\":\"00:00-00:01\",\"tuesday\":\"\",\"wednesday\":\"\",\"thursday\":\"\",\"friday\":\"\",\"saturday\":\"\","
            + "\"sunday\":\"\",\"holiday\":\"\",\"make-up\":\"00:00-24:00\"},\"workingDays\":[\"monday\"]}");
    everyDayIs(false);
    assertAttended(call());
    everyDayIs(true);
    assertClosed(call());
  }

  private static void everyDay(String special) {
    days().forEach(date -> hotline.put(hotline.calendar() + "/days/" + date, special));
  }

  private static void everyDayIs(boolean off) {
    var days = days().map(date -> "{\"name\":\"试\",\"date\":\"" + date + "\",\"isOffDay\":" + off + "}").collect(Collectors.joining(","));
    var year = LocalDate.now(Clock.system(SHANGHAI)).getYear();
    hotline.put(hotline.calendar() + "/holidays/" + year, "{\"year\":" + year + ",\"days\":[" + days + "]}");
  }

  /** The days around now: midnight may pass while the test runs. */
  private static Stream<LocalDate> days() {
    var today = LocalDate.now(Clock.system(SHANGHAI));
    return Stream.of(today.minusDays(1), today, today.plusDays(1));
  }

  private static Talked call() {
    return hotline.resident().hearsNoticeOf(TonePrompts.length("notice").plusMillis(800)).dials("12345").presses("2")
        .says(Sound.tone(VOICE, ofSeconds(2))).presses("##").staysOnTheLine(ofSeconds(40)).call().talked();
  }

  private static void assertAttended(Talked call) throws IOException {
    assertHeard(call, "zh/busy", "zh/message");
    assertNotHeard(call, "zh/closed", "zh/danger", "zh/message-closed");
    assertMessage(call);
  }

  private static void assertClosed(Talked call) throws IOException {
    assertHeard(call, "zh/closed", "zh/danger", "zh/message-closed");
    assertNotHeard(call, "zh/busy", "zh/message");
    assertMessage(call);
  }

  private static void assertHeard(Talked call, String... prompts) {
    for (String prompt : prompts) {
      assertThat(TonePrompts.heard(prompt, call.heard())).as(prompt).isBetween(ofMillis(1050), ofMillis(1450));
    }
  }

  private static void assertNotHeard(Talked call, String... prompts) {
    for (String prompt : prompts) {
      assertThat(TonePrompts.heard(prompt, call.heard())).as(prompt).isLessThan(ofMillis(200));
    }
  }

  private static void assertMessage(Talked call) throws IOException {
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("repair");
    assertThat(facts.text("ticket")).matches("\\d{8}-\\d{4}");
    assertThat(facts.json().get("message").get("seconds").asDouble()).isBetween(1.0, 3.0);
    assertThat(Tones.of(VOICE, hotline.audio(facts).caller())).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2100));
  }
}
