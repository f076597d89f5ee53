package org.huiyin.hotline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.huiyin.resident.Crowd;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Keys;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.Outcome.End;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Resident;
import org.huiyin.resident.Sound;
import org.huiyin.support.StoredAudio;
import org.huiyin.support.TestHotline;
import org.huiyin.support.TestHotline.CallFacts;
import org.huiyin.support.Tones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

/** Residents at the telephone, at the same time, as on any day; the staff reads afterwards what is known of each call and hears its recording. */
@Execution(ExecutionMode.CONCURRENT)
class HotlineCallsTest {
  private static final Duration A_SENTENCE = ofSeconds(2);
  private static final Duration TO_THE_END = ofSeconds(40);
  private static final double VOICE = 460;

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

  @ParameterizedTest
  @CsvSource({"1, urgent, emergency, urgent", "2, repair, daily_life, normal", "3, consultation, government_service, normal",
      "0, person, unsorted, normal", "4, complaint, complaint, normal", "5, person, unsorted, normal"})
  void each_key_of_the_menu_leads_to_a_ticket_with_the_residents_voice(String key, String choice, String category, String priority)
      throws IOException {
    // of a number of their own, which has no ticket that key 5 could tell of
    Talked call = atTheMenu(hotline.resident().from("1370000500" + key)).presses(key).says(voice()).presses("##")
        .staysOnTheLine(TO_THE_END).call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertHeardWhole(call, "zh/notice", "zh/message", "zh/thanks", "zh/ticket-number", "zh/goodbye");
    assertThat(TonePrompts.heard("zh/urgent-numbers", call.heard())).isBetween(key.equals("1") ? ofMillis(1050) : ofMillis(0),
        key.equals("1") ? ofMillis(1450) : ofMillis(0));

    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo(choice);
    assertThat(facts.text("end")).isEqualTo("completed");
    assertThat(facts.text("noticeVersion")).isNotEmpty();
    assertThat(facts.number("seconds")).isBetween(shortest(call), seconds(call.length()) + 0.5);
    var ticket = hotline.ticket(facts);
    assertThat(ticket.get("category").asString()).isEqualTo(category);
    assertThat(ticket.get("priority").asString()).isEqualTo(priority);
    assertThat(ticket.get("state").asString()).isEqualTo("accepted");
    assertThat(facts.json().get("message").get("seconds").asDouble()).isCloseTo(seconds(A_SENTENCE), within(1.0));
    assertVoiceOnlyInTheCallersChannel(call, hotline.audio(facts), VOICE);
  }

  @Test
  void who_asks_how_far_their_ticket_is_is_told_by_their_own_number_and_may_hang_up() throws IOException {
    Resident resident = hotline.resident().from("13700005055");
    hotline.stored(withShortCall(resident).call().talked());
    Talked call = resident.dials("12345").hears(ofMillis(200), ofSeconds(5)).pressesNow("5").hears(ofSeconds(4), TO_THE_END).hangsUp()
        .call()
        .talked();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("stage")).isEqualTo("progress");
    assertThat(facts.text("choice")).isEmpty();
    assertThat(facts.json().get("marks").findValuesAsString("detail")).contains("progress-from");
    var ticket = hotline.ticket(facts);
    assertThat(ticket.get("state").asString()).as("nobody has to call back").isEqualTo("archived");
    assertThat(ticket.get("choice").asString()).isEqualTo("progress");
  }

  @Test
  void a_key_during_the_menu_cuts_it_short() {
    Talked call = atTheMenu().pressesNow("2").hears(ofSeconds(1), ofSeconds(8)).hangsUp().call().talked();
    assertThat(TonePrompts.heard("zh/menu", call.heard())).isBetween(ofMillis(300), ofMillis(2000));
    assertThat(hotline.stored(call).text("choice")).isEqualTo("repair");
  }

  @Test
  void a_key_during_the_notice_counts_and_the_notice_is_still_played_whole() {
    Talked call = hotline.resident().dials("12345").hears(ofMillis(200), ofSeconds(5)).pressesNow("2").says(voice()).hangsUp().call()
        .talked();
    assertHeardWhole(call, "zh/notice", "zh/message");
    assertThat(TonePrompts.heard("zh/menu", call.heard())).isZero();
    assertThat(hotline.stored(call).text("choice")).isEqualTo("repair");
  }

  @ParameterizedTest
  @EnumSource(Keys.class)
  void one_wrong_key_of_any_kind_is_one_and_is_asked_again(Keys kind) {
    Talked call = atTheMenu(hotline.resident().with(kind)).pressesNow("6").recognises(whole("zh/wrong-key"), TO_THE_END).presses("2")
        .says(voice()).presses("##").staysOnTheLine(TO_THE_END).call().talked();
    assertHeardWhole(call, "zh/wrong-key");
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).as("a doubled key would have been the second wrong one, and led on").isEqualTo("repair");
    assertThat(facts.markKinds().stream().filter("key"::equals)).as("two at the menu, and one that keeps the message").hasSize(3);
  }

  @Test
  void two_wrong_keys_scold_nobody_and_lead_on() {
    Talked call = atTheMenu().pressesNow("6").recognises(whole("zh/wrong-key"), TO_THE_END).pressesNow("7").says(voice()).presses("##")
        .staysOnTheLine(TO_THE_END)
        .call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertHeardWhole(call, "zh/thanks");
    assertThat(hotline.stored(call).text("choice")).isEqualTo("none");
  }

  @Test
  void nine_says_the_menu_again_and_eight_says_it_in_english_and_the_next_call_of_the_number_begins_so() {
    Resident resident = hotline.resident().from("13700005088");
    Talked call = atTheMenu(resident).presses("9").hears(ofMillis(2500), ofSeconds(8)).presses("8").hears(ofMillis(2500), ofSeconds(8))
        .presses("2")
        .says(voice()).presses("##").staysOnTheLine(TO_THE_END).call().talked();
    assertThat(TonePrompts.heard("zh/menu", call.heard())).isGreaterThan(ofMillis(2500));
    assertHeardWhole(call, "en/notice", "en/message", "en/thanks");
    assertThat(hotline.stored(call).text("language")).isEqualTo("en");

    Talked next = resident.dials("12345").recognises(whole("zh/language"), TO_THE_END).hangsUp().call().talked();
    assertHeardWhole(next, "en/notice", "en/menu");
    assertThat(TonePrompts.heard("zh/notice", next.heard())).isLessThan(ofMillis(150));
    assertThat(hotline.stored(next).text("language")).isEqualTo("en");
  }

  @Test
  void silence_is_led_to_the_message_and_becomes_a_missed_ticket() throws IOException {
    Talked call = hotline.resident().dials("12345").staysOnTheLine(ofSeconds(60)).call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertHeardWhole(call, "zh/notice", "zh/menu", "en/language", "zh/message", "zh/nothing-heard", "zh/thanks");
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("none");
    assertThat(facts.has("message")).isFalse();
    assertThat(hotline.settledAs("missed", facts)).isTrue();
    assertThat(Tones.audible(hotline.audio(facts).caller())).as("the prompts are in the other channel only").isZero();
  }

  @Test
  void who_presses_the_pound_key_without_a_word_has_left_no_message() {
    Talked call = atTheMenu().presses("2").says(nothing()).presses("##").staysOnTheLine(TO_THE_END).call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("repair");
    assertThat(facts.markKinds()).contains("message");
    assertThat(hotline.settledAs("missed", facts)).isTrue();
    assertThat(hotline.stored(call).has("message")).isFalse();
  }

  @Test
  void a_telephone_that_sends_no_audio_is_led_like_a_silent_one() {
    Talked call = hotline.resident().mute().dials("12345").staysOnTheLine(ofSeconds(90)).call().talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertHeardWhole(call, "zh/notice", "zh/menu", "zh/message", "zh/nothing-heard", "zh/thanks");
    CallFacts facts = hotline.stored(call);
    assertThat(facts.has("message")).isFalse();
    assertThat(hotline.settledAs("missed", facts)).isTrue();
  }

  @Test
  void an_urgent_choice_stays_urgent_in_silence() {
    Talked call = atTheMenu().presses("1").recognises(whole("zh/urgent-numbers"), TO_THE_END).hangsUp().call().talked();
    var ticket = hotline.ticket(hotline.stored(call));
    assertThat(ticket.get("priority").asString()).isEqualTo("urgent");
    assertThat(ticket.get("state").asString()).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notice", "menu"})
  void who_hangs_up_early_leaves_a_missed_ticket_and_what_was_heard(String stage) throws IOException {
    Talked call = hotline.resident().dials("12345")
        .recognises(heard -> TonePrompts.heard("zh/" + stage, heard).compareTo(ofMillis(600)) >= 0, TO_THE_END).hangsUp().call().talked();
    assertThat(call.endedBy()).isEqualTo(End.RESIDENT);
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("stage")).isEqualTo(stage);
    assertThat(facts.text("end")).isEqualTo("completed");
    assertThat(hotline.settledAs("missed", facts)).isTrue();
    assertThat(TonePrompts.heard("zh/notice", hotline.audio(facts).staff())).isGreaterThan(ofMillis(250));
  }

  @Test
  void who_hangs_up_while_speaking_has_said_it_all_the_same() throws IOException {
    Talked call = atTheMenu().presses("2").says(voice()).hangsUp().call().talked();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("stage")).isEqualTo("message");
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
    assertThat(facts.has("message")).isTrue();
    assertVoiceOnlyInTheCallersChannel(call, hotline.audio(facts), VOICE);
  }

  @Test
  void who_says_one_word_and_hangs_up_has_said_it() throws IOException {
    Talked call = atTheMenu().presses("2").says(Sound.tone(VOICE, ofSeconds(1))).hangsUp().call().talked();
    CallFacts facts = hotline.stored(call);
    assertThat(Tones.of(VOICE, hotline.audio(facts).caller())).isBetween(ofMillis(600), ofMillis(1100));
    assertThat(facts.has("message")).isTrue();
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
  }

  @Test
  void who_hangs_up_at_the_tone_has_left_no_message() {
    Talked call = atTheMenu().presses("2").says(nothing()).hangsUp().call().talked();
    CallFacts facts = hotline.stored(call);
    assertThat(hotline.settledAs("missed", facts)).isTrue();
    assertThat(hotline.stored(call).has("message")).isFalse();
  }

  @Test
  void who_has_left_a_message_can_hear_it_say_it_anew_and_add_to_it() throws IOException {
    double anew = 380;
    double more = 560;
    Talked call = atTheMenu().presses("2").says(voice()).presses("#").recognises(HotlineCallsTest::offered, TO_THE_END).pressesNow("1")
        .recognises(heard -> Tones.of(VOICE, heard).compareTo(A_SENTENCE.minusMillis(400)) >= 0 && offered(heard), TO_THE_END)
        .pressesNow("2").says(Sound.tone(anew, A_SENTENCE)).presses("#").recognises(HotlineCallsTest::offered, TO_THE_END).pressesNow("3")
        .says(Sound.tone(more, A_SENTENCE)).presses("#").recognises(HotlineCallsTest::offered, TO_THE_END).pressesNow("#")
        .staysOnTheLine(TO_THE_END).call()
        .talked();
    assertThat(call.endedBy()).isEqualTo(End.HOTLINE);
    assertHeardWhole(call, "zh/say-anew", "zh/say-more", "zh/thanks", "zh/ticket-number");
    assertThat(Tones.of(VOICE, call.heard())).as("their own words").isBetween(A_SENTENCE.minusMillis(400), A_SENTENCE.plusMillis(100));

    CallFacts facts = hotline.stored(call);
    assertThat(facts.markKinds().stream().filter("message"::equals)).as("said anew, and added").hasSize(2);
    assertThat(facts.markKinds().stream().filter("replaced"::equals)).hasSize(1);
    StoredAudio audio = hotline.audio(facts);
    for (double tone : new double[]{VOICE, anew, more}) {
      assertThat(Tones.of(tone, audio.caller())).as("the recording has it all").isBetween(A_SENTENCE.minusMillis(400),
          A_SENTENCE.plusMillis(100));
    }
    double from = seconds(Tones.place(anew, audio.caller()).from());
    var message = facts.json().get("message");
    assertThat(message.get("seconds").asDouble()).isCloseTo(seconds(Tones.place(more, audio.caller()).to()) - from, within(2.0));
    assertThat(message.get("audioUrl").asString()).matches(".*#t=[0-9.]+,[0-9.]+");
    assertThat(Double.parseDouble(message.get("audioUrl").asString().replaceAll(".*#t=|,.*", ""))).as("the last message").isCloseTo(from,
        within(1.0));
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
  }

  @Test
  void who_wants_to_say_it_anew_and_then_says_nothing_has_left_the_first_message() {
    Talked call = atTheMenu().presses("2").says(voice()).presses("#").recognises(HotlineCallsTest::offered, TO_THE_END).pressesNow("2")
        .recognises(whole("zh/say-anew"), TO_THE_END).hearsOut(ofSeconds(3), TO_THE_END).hangsUp().call().talked();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.markKinds()).doesNotContain("replaced");
    assertThat(facts.has("message")).isTrue();
    assertThat(hotline.ticket(facts).get("state").asString()).isEqualTo("accepted");
  }

  static Stream<String> hostileCallers() {
    return Stream.of("\"O'Brien \\\" \\\\ \" <sip:13800138000@127.0.0.1>", "\"<script>alert(1)</script>\" <sip:13800138000@127.0.0.1>",
        "\"社区居民\" <sip:13800138000@127.0.0.1>", "\"${SHELL(id)}$[1+1],|;&\" <sip:138%22%3B%2C%24%7BEPOCH%7D@127.0.0.1>",
        "\"" + "9".repeat(300) + "\" <sip:" + "9".repeat(300) + "@127.0.0.1>", "<sip:%3Cscript%3E@127.0.0.1>", "<sip:127.0.0.1>",
        "<sip:%0D%0AEvil%3A%201@127.0.0.1>");
  }

  @ParameterizedTest
  @MethodSource("hostileCallers")
  void no_caller_id_breaks_a_call_or_its_record(String from) {
    Talked call = withShortCall(hotline.resident().withRawFrom(from)).call().talked();
    CallFacts facts = hotline.stored(call);
    assertThat(facts.text("choice")).isEqualTo("repair");
    assertThat(facts.json().toString()).doesNotContain("<script", "Evil", "SHELL", "EPOCH");
    assertThat(facts.json().get("caller").get("masked").asString()).matches("[+0-9*#• …]{0,40}");
  }

  @Test
  void a_line_end_in_a_caller_id_harms_nobody_and_the_next_call_is_served() {
    Outcome hostile = hotline.resident().withRawFrom("\"a\" <sip:1@127.0.0.1>\r\nX-Evil: 1\r\nVia").dials("12345")
        .hangsUpAfter(ofSeconds(1)).call();
    assertThat(hostile).isNotInstanceOf(Talked.class);
    assertThat(hotline.stored(withShortCall(hotline.resident()).call().talked()).text("choice")).isEqualTo("repair");
  }

  @Test
  void a_withheld_number_is_kept_withheld() {
    CallFacts facts = hotline.stored(withShortCall(hotline.resident().from("13912345678").withheld()).call().talked());
    assertThat(facts.json().get("caller").get("presentation").asString()).isEqualTo("withheld");
    assertThat(facts.json().toString()).doesNotContain("13912345678", "5678");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 20})
  void each_of_many_callers_is_heard_in_their_own_recording_and_in_no_other(int many) throws IOException {
    List<PlannedCall> calls = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Resident resident = hotline.resident().from("1370000%04d".formatted(i)).hearsNoticeOf(TonePrompts.length("notice").plusMillis(800));
      calls.add(
          resident.dials("12345").presses("2").says(Sound.tone(TonePrompts.voice(i), A_SENTENCE)).presses("##").staysOnTheLine(TO_THE_END));
    }
    List<Outcome> outcomes = Crowd.place(calls, 5);
    Set<String> tickets = new HashSet<>();
    for (int i = 0; i < many; i++) {
      Talked call = outcomes.get(i).talked();
      assertThat(call.untilTheEnd()).isTrue();
      CallFacts facts = hotline.stored(call);
      assertThat(facts.number("seconds")).isBetween(shortest(call), seconds(call.length()) + 0.5);
      tickets.add(facts.text("ticket"));
      StoredAudio audio = hotline.audio(facts);
      assertVoiceOnlyInTheCallersChannel(call, audio, TonePrompts.voice(i));
      for (int other = 0; other < many; other++) {
        if (other != i) {
          assertThat(Tones.of(TonePrompts.voice(other), audio.caller())).as("voice %s in call %s", other, i).isZero();
        }
      }
    }
    assertThat(tickets).hasSize(many).allSatisfy(number -> assertThat(number).matches("\\d{8}-\\d{4}"));
  }

  /** Files with periods of their own, not on any list of what is erased with a recording: so nothing in them may name a caller. */
  @Test
  void no_log_and_no_account_of_a_call_holds_the_callers_number() throws IOException {
    Talked plain = withShortCall(hotline.resident().from("13712340987")).call().talked();
    Talked withheld = withShortCall(hotline.resident().from("13712340988").withheld()).call().talked();
    for (Talked call : List.of(plain, withheld)) {
      hotline.ticket(hotline.stored(call));
    }
    int logs = 0;
    try (var files = Files.walk(hotline.settings().home().log())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain("1371234098");
        logs++;
      }
    }
    assertThat(logs).as("of the service, of Asterisk, its call records and the starts").isGreaterThanOrEqualTo(4);
  }

  private static Dialling atTheMenu() {
    return atTheMenu(hotline.resident());
  }

  /** The resident hears the menu: what is pressed now falls neither into the notice nor before a menu that is late. */
  private static Dialling atTheMenu(Resident resident) {
    return resident.dials("12345").recognises(heard -> TonePrompts.heard("zh/menu", heard).compareTo(ofMillis(400)) >= 0, TO_THE_END);
  }

  /** The words that offer to hear the message are being said. */
  private static boolean offered(Sound heard) {
    int length = heard.samples().length;
    var last = Sound.of(Arrays.copyOfRange(heard.samples(), Math.max(0, length - 3 * Sound.RATE / 4), length));
    return TonePrompts.heard("zh/review", last).compareTo(ofMillis(250)) >= 0;
  }

  private static Predicate<Sound> whole(String prompt) {
    return heard -> TonePrompts.heard(prompt, heard).compareTo(shortest(prompt)) >= 0;
  }

  /** The shortest call with a choice. */
  private static PlannedCall withShortCall(Resident resident) {
    return resident.dials("12345").hears(ofMillis(200), ofSeconds(5)).pressesNow("2").says(Sound.tone(VOICE, ofSeconds(1))).hangsUp();
  }

  private static Sound nothing() {
    return Sound.of(new short[Sound.RATE / 4]);
  }

  private static Sound voice() {
    return Sound.tone(VOICE, A_SENTENCE);
  }

  private static void assertHeardWhole(Talked call, String... prompts) {
    for (String prompt : prompts) {
      assertThat(TonePrompts.heard(prompt, call.heard())).as(prompt).isBetween(shortest(prompt), shortest(prompt).plusMillis(400));
    }
  }

  /** Of a prompt's length 250 ms may be lost to the windows in which its tone is looked for. */
  private static Duration shortest(String prompt) {
    return TonePrompts.length(prompt.substring(prompt.indexOf('/') + 1)).minusMillis(250);
  }

  private static void assertVoiceOnlyInTheCallersChannel(Talked call, StoredAudio audio, double voice) {
    assertThat(Tones.of(voice, audio.caller())).isBetween(A_SENTENCE.minusMillis(400), A_SENTENCE.plusMillis(100));
    assertThat(Tones.place(voice, audio.caller()).from()).isCloseTo(call.firstTime("say"), ofMillis(900));
    // Where nobody speaks no voice can get across, and the spoken ticket number has a short piece of every pitch.
    assertThat(Tones.of(voice, audio.staff(), Tones.place(voice, audio.caller()))).isZero();
    assertThat(TonePrompts.heard("zh/message", audio.staff())).isGreaterThan(ofMillis(1100));
    assertThat(TonePrompts.heard("zh/message", audio.caller())).isZero();
  }

  /** While nothing plays and the resident's own telephone stalls, since it is a process of this busy machine, nobody makes a sound to record. */
  private static double shortest(Talked call) {
    return 0.95 * seconds(call.length()) - 1;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Offset<Double> within(double seconds) {
    return Offset.offset(seconds);
  }
}
