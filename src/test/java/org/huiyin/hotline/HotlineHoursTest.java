package org.huiyin.hotline;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
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
  /** Seconds from setting the hours until the call has begun. */
  private static final long LONGEST_TO_RING = 20;
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

  /** At the desk's own clock: the same community, a moment before its closing and a moment after. */
  @Test
  void the_minute_before_closing_is_attended_and_the_minute_after_is_not() throws Exception {
    var closing = ZonedDateTime.now(Clock.system(SHANGHAI)).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    if (closing.minusSeconds(LONGEST_TO_RING).isBefore(ZonedDateTime.now(Clock.system(SHANGHAI)))) {
      closing = closing.plusMinutes(1);
    }
    var until = closing.toLocalTime().equals(LocalTime.MIDNIGHT) ? "24:00" : closing.toLocalTime().toString();
    var day = closing.minusMinutes(1).toLocalDate();
    hotline.put(hotline.calendar() + "/days/" + day, "{\"name\":\"早下班\",\"hours\":\"00:00-" + until + "\",\"working\":true}");
    hotline.put(hotline.calendar() + "/days/" + day.plusDays(1), "{\"name\":\"停电\",\"hours\":\"\",\"working\":false}");
    assertAttended(call());
    TimeUnit.MILLISECONDS.sleep(Math.max(0, ChronoUnit.MILLIS.between(ZonedDateTime.now(Clock.system(SHANGHAI)), closing) + 200));
    assertClosed(call());
    days().forEach(date -> hotline.delete(hotline.calendar() + "/days/" + date));
  }

  @Test
  void an_hours_node_leads_a_real_call_another_way_after_hours_and_an_announcement_is_said_whole_and_keeps_a_key() throws IOException {
    hotline.put(menu() + "/draft", hotline.json(menu()).get("document").toString().replace("\"start\":\"main\"", "\"start\":\"opening\"")
        .replace("\"keys\":{", "\"keys\":{\"6\":\"address\",").replace("\"attendance\":",
            """
                "hours": [{"id": "opening", "attended": "main", "closed": "night"}],
                "announce": [{"id": "night", "says": ["full"], "next": "complaint"}, {"id": "address", "says": ["full", "fallback-bye"], "next": "main"}],
                "attendance":"""));
    hotline.post(menu() + "/publication", "{\"revision\":1,\"note\":\"试\"}");
    everyDay("{\"name\":\"停电\",\"hours\":\"\",\"working\":false}");
    var closed = hotline.resident().dials("12345").says(Sound.tone(VOICE, ofSeconds(2))).presses("##").staysOnTheLine(ofSeconds(40)).call()
        .talked();
    assertHeard(closed, "zh/full", "zh/closed", "zh/danger", "zh/message-closed");
    assertNotHeard(closed, "zh/menu", "zh/busy");
    assertMessage(closed, "complaint");

    everyDay("{\"name\":\"值班\",\"hours\":\"00:00-24:00\",\"working\":true}");
    var attended = hotline.resident().hearsNoticeOf(TonePrompts.length("notice").plusMillis(800)).dials("12345").presses("6")
        .recognises(heard -> TonePrompts.heard("zh/full", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30)).pressesNow("2")
        .says(Sound.tone(VOICE, ofSeconds(2))).presses("##").staysOnTheLine(ofSeconds(40)).call().talked();
    assertHeard(attended, "zh/full", "zh/fallback-bye", "zh/busy", "zh/message");
    assertNotHeard(attended, "zh/closed", "zh/danger");
    assertMessage(attended, "repair");
    assertSameWayAsThePath(closed, attended);
    days().forEach(date -> hotline.delete(hotline.calendar() + "/days/" + date));
    hotline.post(menu() + "/versions/1/restoration", "{\"note\":\"原样\"}");
  }

  @Test
  void a_second_number_of_the_community_begins_elsewhere_in_a_real_call() throws IOException {
    var numbers = hotline.calendar().replace("/calendar", "/numbers");
    assertThat(hotline.post(numbers, "{\"number\":\"12346\"}").get("numbers").toString()).isEqualTo("[\"12345\",\"12346\"]");
    int version = hotline.json(menu()).get("inForce").get("number").asInt();
    hotline.put(menu() + "/draft", hotline.json(menu()).get("document").toString()
        .replace("\"start\":\"main\"", "\"start\":\"main\",\"numbers\":{\"12346\":\"water\"}").replace("\"attendance\":", """
            "announce": [{"id": "water", "says": ["full"], "next": "complaint"}], "attendance":"""));
    hotline.post(menu() + "/publication", "{\"revision\":1,\"note\":\"两个号码\"}");
    everyDay("{\"name\":\"值班\",\"hours\":\"00:00-24:00\",\"working\":true}");

    var second = hotline.resident().dials("12346").says(Sound.tone(VOICE, ofSeconds(2))).presses("##").staysOnTheLine(ofSeconds(40)).call()
        .talked();
    assertHeard(second, "zh/full", "zh/busy", "zh/message");
    assertNotHeard(second, "zh/menu");
    assertMessage(second, "complaint");
    var first = call();
    assertNotHeard(first, "zh/full");
    assertMessage(first);
    assertThat(hotline.facts(second).orElseThrow().text("menuVersion")).isEqualTo(hotline.facts(first).orElseThrow().text("menuVersion"));
    assertThat(hotline.json("/api/v1/numbers/12346/path").get("steps").findValuesAsString("kind")).startsWith("notice", "announce",
        "choice");

    days().forEach(date -> hotline.delete(hotline.calendar() + "/days/" + date));
    hotline.post(menu() + "/versions/" + version + "/restoration", "{\"note\":\"原样\"}");
    hotline.delete(numbers + "/12346");
  }

  @Test
  void a_call_stays_with_its_community_though_its_number_is_removed_while_the_caller_is_inside() {
    var elsewhere = hotline.post("/api/v1/communities",
        "{\"name\":\"东岸社区\",\"nameEn\":\"East Bank\",\"zone\":\"Asia/Shanghai\",\"number\":\"12377\"}").get("id").asString();
    var numbers = "/api/v1/communities/" + elsewhere + "/numbers";
    hotline.post(numbers, "{\"number\":\"12378\"}");
    var inside = hotline.resident().dials("12378")
        .recognises(heard -> TonePrompts.heard("zh/notice", heard).compareTo(ofMillis(300)) > 0, ofSeconds(30))
        .meanwhile(() -> hotline.delete(numbers + "/12378")).pressesNow("2").says(Sound.tone(VOICE, ofSeconds(2))).presses("##")
        .staysOnTheLine(ofSeconds(40)).call().talked();
    var facts = hotline.stored(inside);
    assertThat(facts.text("communityId")).isEqualTo(elsewhere);
    assertThat(hotline.ticket(facts).get("communityId").asString()).isEqualTo(elsewhere);
    assertThat(hotline.json("/api/v1/numbers/12378/path").get("community").asString()).isNotEqualTo(elsewhere);
  }

  /** What the page "What happens at this minute?" says of both. */
  private static void assertSameWayAsThePath(Talked closed, Talked attended) {
    var kinds = hotline.json("/api/v1/numbers/12345/path?keys=62").get("steps").findValuesAsString("kind");
    assertThat(kinds).containsSequence("notice", "hours", "announce").contains("message");
    assertThat(hotline.facts(attended).orElseThrow().text("menuVersion"))
        .isEqualTo(hotline.facts(closed).orElseThrow().text("menuVersion"));
  }

  private static String menu() {
    return hotline.calendar().replace("/calendar", "/menu");
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
    assertMessage(call, "repair");
  }

  private static void assertMessage(Talked call, String choice) throws IOException {
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo(choice);
    assertThat(facts.text("ticket")).matches("\\d{8}-\\d{4}");
    assertThat(facts.json().get("message").get("seconds").asDouble()).isBetween(1.0, 3.0);
    assertThat(Tones.of(VOICE, hotline.audio(facts).caller())).isBetween(Duration.ofMillis(1600), Duration.ofMillis(2100));
  }
}
