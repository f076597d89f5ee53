package org.huiyin.flow;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;

import org.huiyin.flow.prompts.BuiltPrompts;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.telephony.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** How long callers wait, measured on the sounds that the default speech engine makes. */
class SpokenPathsTest {
  private static final Duration LONGEST_TO_THE_TONE = Duration.ofSeconds(30);
  /** Six seconds on the line: at the beginning of a call the first packets take a moment of their own. */
  private static final Duration LONGEST_NOTICE = Duration.ofMillis(5_750);
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-23T21:00:00+08:00");
  private static final Situation ATTENDED = new Situation(true, NOW, null, "");
  private static Path sounds;

  private final Menu menu = new MenuDocument(PromptCatalogue.bundled()).readResource("/menus/default.json");

  @BeforeAll
  static void sounds() throws Exception {
    sounds = BuiltPrompts.folder();
  }

  @ParameterizedTest
  @EnumSource
  void the_notice_takes_six_seconds_at_most(Language language) {
    assertThat(length(Walk.sound(language, Menu.NOTICE))).isBetween(Duration.ofSeconds(3), LONGEST_NOTICE);
  }

  @ParameterizedTest
  @EnumSource
  void who_presses_no_key_hears_the_tone_within_thirty_seconds(Language language) {
    assertThat(toTheTone(language, List.of(), ATTENDED)).isBetween(Duration.ofSeconds(10), LONGEST_TO_THE_TONE);
  }

  @ParameterizedTest
  @EnumSource
  void nor_does_it_take_longer_after_hours_whenever_somebody_will_be_there(Language language) {
    for (int day = 0; day < 366; day++) {
      for (var time : List.of("08:00", "08:30", "13:30", "20:00")) {
        var opens = NOW.plusDays(day).with(LocalTime.parse(time));
        var longest = toTheTone(language, List.of(), new Situation(false, NOW, opens, "62345678"));
        assertThat(longest).as("opening at %s", opens).isLessThan(LONGEST_TO_THE_TONE);
      }
    }
    assertThat(toTheTone(language, List.of(), new Situation(false, NOW, null, "62345678"))).isLessThan(LONGEST_TO_THE_TONE);
  }

  @Test
  void who_chooses_during_the_notice_is_sooner_at_the_tone_and_the_urgent_caller_too() {
    assertThat(toTheTone(Language.ZH, List.of('2'), ATTENDED)).isLessThan(Duration.ofSeconds(15));
    assertThat(toTheTone(Language.ZH, List.of('1'), ATTENDED)).isLessThan(Duration.ofSeconds(25));
  }

  /** Follows the menu's own decisions with keys, then in silence. */
  private Duration toTheTone(Language language, List<Character> keys, Situation situation) {
    var walk = new Walk(menu, situation);
    var time = Duration.ZERO;
    Step step = walk.start(language);
    int pressed = 0;
    while (!(step instanceof Step.Listen)) {
      boolean key = pressed < keys.size() && (step instanceof Step.Notice || step instanceof Step.Ask);
      time = time.plus(switch (step) {
        case Step.Notice notice -> length(Walk.sound(notice.language(), Menu.NOTICE));
        case Step.Tell tell -> length(tell.sounds()).plus(key ? Duration.ZERO : tell.waiting());
        case Step.Ask ask -> length(ask.sounds()).plus(key ? Duration.ZERO : ask.waiting());
        case Step.Invite invite -> length(invite.sounds());
        case Step.Announce announce -> length(announce.sounds());
        case Step.Turn _,Step.Enquire _,Step.Chosen _,Step.Review _,Step.Replay _,Step.Thank _,Step.Listen _,Step.Done _,Step.Gone _ ->
          Duration.ZERO;
      });
      step = step instanceof Step.Enquire enquire
          ? walk.next(enquire, List.of())
          : walk.next(step, key ? new Outcome.Key(keys.get(pressed++)) : new Outcome.Silence());
    }
    return time;
  }

  private static Duration length(List<String> all) {
    return all.stream().map(SpokenPathsTest::length).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration length(String sound) {
    return BuiltPrompts.length(sounds.resolve(sound.substring("huiyin/".length()) + ".wav"));
  }
}
