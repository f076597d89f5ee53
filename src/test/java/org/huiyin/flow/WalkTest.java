package org.huiyin.flow;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Listened.End;
import org.huiyin.telephony.Outcome;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Walks every path of keys, silences and hang-ups through the default menu, step by step, to the end. */
class WalkTest {
  private static final Situation ATTENDED = new Situation(true, ZonedDateTime.parse("2026-11-23T10:00:00+08:00"), null, "");
  private static final Situation CLOSED = new Situation(false, ZonedDateTime.parse("2026-11-23T22:00:00+08:00"),
      ZonedDateTime.parse("2026-11-24T08:00:00+08:00"), "");
  private static final Step.Draft SAID = new Step.Draft(true, false, 0);
  private static final List<Listened> SPEECHES = List.of(new Listened(Duration.ZERO, End.HUNG_UP),
      new Listened(Duration.ofSeconds(20), End.HUNG_UP),
      new Listened(Duration.ofMillis(200), End.FINISHED), new Listened(Duration.ofSeconds(30), End.FINISHED),
      new Listened(Duration.ofSeconds(10), End.SILENCE), new Listened(Duration.ofSeconds(40), End.SILENCE),
      new Listened(Duration.ofSeconds(299), End.SILENCE), new Listened(Duration.ofSeconds(300), End.LIMIT),
      new Listened(Duration.ofSeconds(270), End.LIMIT), new Listened(Duration.ofSeconds(30), End.LIMIT));

  private final Menu menu = new MenuDocument(PromptCatalogue.bundled()).readResource("/menus/default.json");
  private final Walk walk = new Walk(menu, ATTENDED);
  private final Menu night = new MenuDocument(PromptCatalogue.bundled()).read("night", MenuTrialTest.nightMenu());
  private final Menu guides = new MenuDocument(PromptCatalogue.bundled()).read("guides", MenuTrialTest.guides());

  @Test
  void every_path_ends_in_a_message_that_was_asked_for_or_in_the_callers_own_hang_up() {
    assertEveryPathEnds(walk);
  }

  @Test
  void and_so_does_every_path_through_short_answers() {
    assertEveryPathEnds(new Walk(guides, ATTENDED));
  }

  @Test
  void and_so_does_every_path_through_a_menu_that_leads_back_to_the_first_which_is_heard_as_often_as_any() {
    var twoLevels = new MenuDocument(PromptCatalogue.bundled()).read("two levels", MenuTrialTest.twoLevels());
    var there = new Walk(twoLevels, ATTENDED);
    assertEveryPathEnds(there);

    Step step = there.next(there.start(Language.ZH), new Outcome.Silence());
    for (int back = 0; back < twoLevels.repeat().most(); back++) {
      step = there.next(there.next(step, new Outcome.Key('6')), new Outcome.Key('7'));
      assertThat(step).isInstanceOfSatisfying(Step.Ask.class, ask -> assertThat(ask.level()).isEqualTo(twoLevels.start()));
    }
    step = there.next(there.next(step, new Outcome.Key('6')), new Outcome.Key('7'));
    assertThat(step).as("led on as by silence").isInstanceOfSatisfying(Step.Chosen.class,
        chosen -> assertThat(chosen.choice().id()).isEqualTo("none"));
  }

  @Test
  void and_so_does_every_path_through_hours_nodes_and_announcements_at_whatever_hour() {
    assertEveryPathEnds(new Walk(night, ATTENDED));
    assertEveryPathEnds(new Walk(night, CLOSED));
    assertEveryPathEnds(new Walk(night, new Situation(false, ATTENDED.now(), null, "62345678")));
  }

  @Test
  void an_hours_node_leads_to_one_menu_while_somebody_attends_and_to_another_while_nobody_does() {
    assertThat(afterSilence(new Walk(night, ATTENDED), 2)).isInstanceOfSatisfying(Step.Ask.class,
        ask -> assertThat(ask.level()).isEqualTo("main"));
    assertThat(afterSilence(new Walk(night, CLOSED), 2)).isInstanceOfSatisfying(Step.Announce.class,
        announce -> assertThat(announce.sounds()).containsExactly("huiyin/zh/guide-legal-help"));
    assertThat(afterSilence(new Walk(night, CLOSED), 3)).isInstanceOfSatisfying(Step.Ask.class,
        ask -> assertThat(ask.level()).isEqualTo("night-menu"));
  }

  @Test
  void a_number_begins_where_the_menu_says_so_and_all_others_at_the_start() {
    var beginnings = new MenuDocument(PromptCatalogue.bundled()).read("beginnings", MenuTrialTest.ownBeginnings());
    for (var other : List.of("", "12345", "123456")) {
      assertThat(afterSilence(new Walk(beginnings, ATTENDED.dialling(other)), 1)).isInstanceOfSatisfying(Step.Ask.class,
          ask -> assertThat(ask.level()).isEqualTo("main"));
    }
    var there = new Walk(beginnings, ATTENDED.dialling("12346"));
    assertThat(((Step.Notice) there.start(Language.ZH)).keys()).as("those of its own first menu").contains("7").doesNotContain("3");
    assertThat(afterSilence(there, 1)).isInstanceOfSatisfying(Step.Announce.class,
        announce -> assertThat(announce.node().id()).isEqualTo("night"));
    assertThat(afterSilence(there, 2)).isInstanceOfSatisfying(Step.Ask.class, ask -> assertThat(ask.level()).isEqualTo("night-menu"));
    assertThat(afterSilence(new Walk(beginnings, ATTENDED.dialling("+86512*7")), 2)).isInstanceOf(Step.Ask.class);
    assertThat(afterSilence(new Walk(beginnings, CLOSED.dialling("+86512*7")), 2)).isInstanceOf(Step.Announce.class);
    for (var number : List.of("12345", "12346", "+86512*7")) {
      assertEveryPathEnds(new Walk(beginnings, ATTENDED.dialling(number)));
      assertEveryPathEnds(new Walk(beginnings, CLOSED.dialling(number)));
    }
  }

  @Test
  void the_way_back_to_a_numbers_own_first_menu_is_counted_as_that_to_the_start_is() {
    var json = MenuTrialTest.twoLevels().replace("\"start\": \"main\"", "\"start\": \"main\", \"numbers\": {\"12346\": \"below\"}");
    var menu = new MenuDocument(PromptCatalogue.bundled()).read("two beginnings", json);
    var there = new Walk(menu, ATTENDED.dialling("12346"));
    assertEveryPathEnds(there);
    Step step = there.next(there.start(Language.ZH), new Outcome.Silence());
    for (int back = 0; back < menu.repeat().most(); back++) {
      step = there.next(there.next(step, new Outcome.Key('7')), new Outcome.Key('6'));
      assertThat(step).isInstanceOfSatisfying(Step.Ask.class, ask -> assertThat(ask.level()).isEqualTo("below"));
    }
    assertThat(there.next(there.next(step, new Outcome.Key('7')), new Outcome.Key('6'))).isInstanceOf(Step.Chosen.class);
  }

  @Test
  void a_key_during_the_notice_or_an_announcement_is_kept_for_the_menu_and_the_announcement_is_said_whole() {
    var closed = new Walk(night, CLOSED);
    var notice = (Step.Notice) closed.start(Language.ZH);
    assertThat(notice.keys()).as("those of the menu after hours").contains("1", "2", "4", "5", "7", "8").doesNotContain("3")
        .doesNotContain("6");
    var announce = (Step.Announce) closed.next(closed.next(notice, new Outcome.Key('1')), new Outcome.Silence());
    assertThat(announce.kept()).isEqualTo("1");
    assertThat(closed.next(announce, new Outcome.Silence())).isInstanceOfSatisfying(Step.Chosen.class,
        chosen -> assertThat(chosen.choice().id()).isEqualTo("urgent"));
    var unpressed = (Step.Announce) afterSilence(closed, 2);
    assertThat(closed.next(unpressed, new Outcome.Key('7'))).isInstanceOfSatisfying(Step.Announce.class,
        address -> assertThat(address.node().id()).isEqualTo("address"));
    assertThat(closed.next(closed.next(announce.keeping('1'), new Outcome.Silence()), new Outcome.Silence()))
        .isInstanceOf(Step.Invite.class);
    assertThat(closed.next(unpressed.keeping('7'), new Outcome.Key('2'))).as("the second key counts where the first has led")
        .isInstanceOfSatisfying(Step.Announce.class, address -> assertThat(address.kept()).isEqualTo("2"));
  }

  @Test
  void the_words_of_after_hours_and_whom_to_dial_in_danger_come_on_every_way_that_an_hours_node_leads() {
    var straight = new MenuDocument(PromptCatalogue.bundled()).read("straight to a message",
        MenuTrialTest.nightMenu().replace("\"closed\": \"night\"", "\"closed\": \"none\"").replace("\"6\": \"address\"",
            "\"6\": \"night\""));
    for (Menu each : List.of(night, straight)) {
      var graph = graph(new Walk(each, CLOSED));
      var invited = graph.entrySet().stream().filter(step -> step.getKey() instanceof Step.Chosen).flatMap(step -> step.getValue().stream())
          .filter(Step.Invite.class::isInstance).map(Step.Invite.class::cast).toList();
      assertThat(invited).isNotEmpty().allSatisfy(invite -> {
        assertThat(invite.sounds().getFirst()).endsWith("/closed");
        assertThat(invite.sounds()).anyMatch(sound -> sound.endsWith("/danger") || sound.endsWith("/urgent-numbers"));
      });
    }
    assertThat(afterSilence(new Walk(straight, CLOSED), 2)).isInstanceOf(Step.Chosen.class);
    assertThat(((Step.Notice) new Walk(straight, CLOSED).start(Language.ZH)).keys()).as("no menu follows").isEqualTo("8");
  }

  @Test
  void an_announcement_under_a_key_that_leads_back_to_its_menu_is_said_a_few_times_and_then_the_caller_is_led_on() {
    var walk = new Walk(night, CLOSED);
    var step = afterSilence(walk, 3);
    int said = 0;
    while (step instanceof Step.Ask ask && ask.level().equals("night-menu")) {
      step = walk.next(step, new Outcome.Key('7'));
      assertThat(step).isInstanceOf(Step.Announce.class);
      step = walk.next(step, new Outcome.Silence());
      assertThat(step).isInstanceOfSatisfying(Step.Ask.class, main -> assertThat(main.level()).isEqualTo("main"));
      step = walk.next(step, new Outcome.Key('6'));
      said++;
      if (step instanceof Step.Announce) {
        step = walk.next(step, new Outcome.Silence());
      }
      while (step instanceof Step.Ask main && main.level().equals("main") && said < 20) {
        step = walk.next(step, new Outcome.Key('6'));
        step = step instanceof Step.Announce ? walk.next(step, new Outcome.Silence()) : step;
        said++;
      }
    }
    assertThat(said).isLessThanOrEqualTo(Walk.MOST_TOLD);
    assertThat(step).isInstanceOfSatisfying(Step.Chosen.class, chosen -> assertThat(chosen.choice().id()).isEqualTo("none"));
  }

  private static Step afterSilence(Walk walk, int times) {
    Step step = walk.start(Language.ZH);
    for (int i = 0; i < times; i++) {
      step = walk.next(step, new Outcome.Silence());
    }
    return step;
  }

  private static void assertEveryPathEnds(Walk walk) {
    var graph = graph(walk);
    assertThat(graph.size()).as("steps that a call can be in").isGreaterThan(50);
    var ends = graph.entrySet().stream().filter(step -> step.getValue().isEmpty()).map(Map.Entry::getKey).toList();
    assertThat(ends).isNotEmpty().allMatch(step -> step instanceof Step.Done || step instanceof Step.Gone);

    // no path comes back to where it was: whatever is pressed, however often, the call moves on to its end
    var order = new HashMap<Step, Boolean>();
    graph.keySet().forEach(step -> assertNoWayBack(step, graph, order));

    // done is reached through a message alone, and the message through the words that ask for it
    graph.forEach((step, next) -> {
      if (next.stream().anyMatch(Step.Done.class::isInstance)) {
        assertThat(step).isInstanceOf(Step.Thank.class);
      }
      if (next.stream().anyMatch(Step.Thank.class::isInstance)) {
        assertThat(step).isInstanceOfAny(Step.Listen.class, Step.Review.class, Step.Replay.class);
      }
      if (next.stream().anyMatch(Step.Listen.class::isInstance)) {
        assertThat(step).isInstanceOf(Step.Invite.class);
      }
    });
  }

  @Test
  void a_hang_up_anywhere_ends_at_once() {
    for (Step step : graph().keySet()) {
      if (step instanceof Step.Listen listen) {
        assertThat(walk.next(listen, new Listened(Duration.ofSeconds(3), End.HUNG_UP))).isInstanceOf(Step.Gone.class);
      } else if (!(step instanceof Step.Enquire) && !(step instanceof Step.Done) && !(step instanceof Step.Gone)) {
        assertThat(walk.next(step, new Outcome.HungUp())).isInstanceOf(Step.Gone.class);
      }
    }
  }

  @Test
  void every_choice_can_be_reached_in_both_languages_from_the_notice_and_from_the_menu() {
    for (var from : List.of(Step.Notice.class, Step.Ask.class)) {
      var reached = graph().entrySet().stream().filter(step -> from.isInstance(step.getKey())).flatMap(step -> step.getValue().stream())
          .filter(Step.Chosen.class::isInstance).map(Step.Chosen.class::cast).map(chosen -> chosen.language() + " " + chosen.choice().id())
          .collect(Collectors.toSet());
      for (Language language : Language.values()) {
        for (String choice : List.of("urgent", "repair", "consultation", "person", "complaint")) {
          assertThat(reached).contains(language + " " + choice);
        }
      }
    }
  }

  @Test
  void the_notice_comes_first_and_no_other_step_begins_a_call() {
    assertThat(walk.start(Language.ZH)).isInstanceOfSatisfying(Step.Notice.class,
        notice -> assertThat(notice.language()).isEqualTo(Language.ZH));
  }

  @Test
  void a_wrong_key_is_asked_once_more_and_then_led_on() {
    var asked = walk.next(walk.start(Language.ZH), new Outcome.Silence());
    for (char wrong : new char[]{'6', '7', '*', '#'}) {
      var again = walk.next(asked, new Outcome.Key(wrong));
      assertThat(again).isInstanceOfSatisfying(Step.Ask.class,
          ask -> assertThat(ask.sounds()).containsExactly("huiyin/zh/wrong-key", "huiyin/zh/menu"));
      assertThat(walk.next(again, new Outcome.Key(wrong))).isInstanceOfSatisfying(Step.Chosen.class,
          chosen -> assertThat(chosen.choice().id()).isEqualTo("none"));
      assertThat(walk.next(again, new Outcome.Key('2'))).isInstanceOfSatisfying(Step.Chosen.class,
          chosen -> assertThat(chosen.choice().id()).isEqualTo("repair"));
    }
  }

  @Test
  void silence_is_led_on_at_once() {
    var asked = walk.next(walk.start(Language.ZH), new Outcome.Silence());
    assertThat(walk.next(asked, new Outcome.Silence())).isInstanceOfSatisfying(Step.Chosen.class,
        chosen -> assertThat(chosen.choice().id()).isEqualTo("none"));
  }

  @Test
  void nine_says_the_menu_again_but_not_for_ever() {
    Step step = walk.next(walk.start(Language.ZH), new Outcome.Silence());
    for (int time = 0; time < menu.repeat().most(); time++) {
      step = walk.next(step, new Outcome.Key('9'));
      assertThat(step).isInstanceOf(Step.Ask.class);
    }
    assertThat(walk.next(step, new Outcome.Key('9'))).isInstanceOf(Step.Chosen.class);
  }

  @Test
  void whoever_changes_the_language_hears_the_notice_in_it_once_and_can_come_back() {
    var english = walk.next(walk.start(Language.ZH), new Outcome.Key('8'));
    assertThat(english).isInstanceOfSatisfying(Step.Notice.class, notice -> {
      assertThat(notice.language()).isEqualTo(Language.EN);
      assertThat(notice.keys()).as("pressed twice in a hurry means once").doesNotContain("8").contains("1").contains("0");
    });
    var menuInEnglish = walk.next(english, new Outcome.Silence());
    assertThat(menuInEnglish).isInstanceOfSatisfying(Step.Ask.class,
        ask -> assertThat(ask.sounds()).containsExactly("huiyin/en/menu", "huiyin/zh/language"));
    assertThat(walk.next(menuInEnglish, new Outcome.Key('8'))).isInstanceOfSatisfying(Step.Ask.class,
        ask -> assertThat(ask.language()).isEqualTo(Language.ZH));
  }

  @Test
  void the_urgent_path_names_whom_to_dial_before_anything_else() {
    var chosen = walk.next(walk.start(Language.ZH), new Outcome.Key('1'));
    assertThat(walk.next(chosen, new Outcome.Silence())).isInstanceOfSatisfying(Step.Invite.class,
        invite -> assertThat(invite.sounds()).containsExactly("huiyin/zh/urgent-numbers", "huiyin/zh/busy", "huiyin/zh/message"));
    for (Language language : Language.values()) {
      var text = PromptCatalogue.bundled().text(language, "urgent-numbers").text();
      assertThat(text).contains(language == Language.ZH ? List.of("幺幺零", "幺幺九", "幺二零") : List.of("1 1 0", "1 1 9", "1 2 0"));
    }
  }

  @Test
  void after_hours_everyone_hears_until_when_and_whom_to_dial_in_danger_before_the_tone() {
    var now = ZonedDateTime.parse("2026-11-23T21:00:00+08:00");
    var closed = new Walk(menu, new Situation(false, now, now.plusHours(11), "62345678"));
    assertThat(closed.next(closed.next(closed.start(Language.ZH), new Outcome.Key('2')), new Outcome.Silence())).isInstanceOfSatisfying(
        Step.Invite.class,
        invite -> assertThat(invite.sounds()).containsExactly("huiyin/zh/closed", "huiyin/zh/tomorrow", "huiyin/zh/period-early",
            "huiyin/zh/hour-8", "huiyin/zh/danger", "huiyin/zh/message-closed"));
    assertThat(closed.next(closed.next(closed.start(Language.ZH), new Outcome.Key('1')), new Outcome.Silence())).isInstanceOfSatisfying(
        Step.Invite.class,
        invite -> assertThat(invite.sounds()).containsExactly("huiyin/zh/closed", "huiyin/zh/tomorrow", "huiyin/zh/period-early",
            "huiyin/zh/hour-8", "huiyin/zh/urgent-numbers", "huiyin/zh/night-number", "huiyin/zh/digit-6", "huiyin/zh/digit-2",
            "huiyin/zh/digit-3", "huiyin/zh/digit-4", "huiyin/zh/digit-5", "huiyin/zh/digit-6", "huiyin/zh/digit-7", "huiyin/zh/digit-8",
            "huiyin/zh/message-closed"));
    var forEver = new Walk(menu, new Situation(false, now, null, ""));
    assertThat(forEver.next(forEver.next(forEver.start(Language.ZH), new Outcome.Key('0')), new Outcome.Silence())).isInstanceOfSatisfying(
        Step.Invite.class,
        invite -> assertThat(invite.sounds()).containsExactly("huiyin/zh/closed-unknown", "huiyin/zh/danger", "huiyin/zh/message-closed"));
    for (Language language : Language.values()) {
      var text = PromptCatalogue.bundled().text(language, "danger").text();
      assertThat(text).contains(language == Language.ZH ? List.of("幺幺零", "幺幺九", "幺二零") : List.of("1 1 0", "1 1 9", "1 2 0"));
    }
  }

  @Test
  void ten_seconds_of_silence_ask_for_more_once_and_the_time_is_counted_together() {
    var first = new Step.Listen(Language.ZH, Duration.ofSeconds(10),
        new Step.Message(Duration.ofSeconds(300), Duration.ofSeconds(270), false, Step.Draft.NOTHING));
    var more = walk.next(first, new Listened(Duration.ofSeconds(70), End.SILENCE));
    assertThat(more)
        .isEqualTo(new Step.Invite(Language.ZH, List.of("huiyin/zh/anything-more"),
            new Step.Message(Duration.ofSeconds(230), Duration.ofSeconds(200), true, SAID)));
    var second = new Step.Listen(Language.ZH, Duration.ofSeconds(10),
        new Step.Message(Duration.ofSeconds(230), Duration.ofSeconds(200), true, SAID));
    assertThat(walk.next(second, new Listened(Duration.ofSeconds(30), End.SILENCE))).isInstanceOf(Step.Review.class);
    assertThat(walk.next(first, new Listened(Duration.ofSeconds(299), End.SILENCE))).as("no time is left").isInstanceOf(Step.Review.class);
  }

  @Test
  void who_speaks_for_270_seconds_is_told_that_thirty_are_left_and_may_use_them() {
    Step step = walk.next(walk.start(Language.ZH), new Outcome.Key('2'));
    step = walk.next(step, new Outcome.Silence());
    var listen = walk.next(step, new Outcome.Silence());
    assertThat(listen).isInstanceOfSatisfying(Step.Listen.class, first -> {
      assertThat(first.message().until()).isEqualTo(Duration.ofSeconds(270));
      var told = walk.next(first, new Listened(Duration.ofSeconds(270), End.LIMIT));
      assertThat(told).isInstanceOfSatisfying(Step.Invite.class,
          invite -> assertThat(invite.sounds()).containsExactly("huiyin/zh/little-time"));
      assertThat(walk.next(told, new Outcome.Silence())).isInstanceOfSatisfying(Step.Listen.class, last -> {
        assertThat(last.message().until()).isEqualTo(Duration.ofSeconds(30));
        assertThat(walk.next(last, new Listened(Duration.ofSeconds(30), End.LIMIT))).isInstanceOf(Step.Review.class);
      });
    });
  }

  @Test
  void who_said_nothing_is_not_asked_for_more_but_told_that_nothing_was_heard() {
    var first = new Step.Listen(Language.EN, Duration.ofSeconds(10),
        new Step.Message(Duration.ofSeconds(300), Duration.ofSeconds(270), false, Step.Draft.NOTHING));
    assertThat(walk.next(first, new Listened(Duration.ofMillis(10_020), End.SILENCE))).isInstanceOfSatisfying(Step.Invite.class,
        invite -> assertThat(invite.sounds()).containsExactly("huiyin/en/nothing-heard"));
  }

  @Test
  void whoever_has_said_something_may_hear_it_say_it_anew_or_add_to_it() {
    var review = reviewAfter(Duration.ofSeconds(40));
    assertThat(review.sounds()).containsExactly("huiyin/zh/review");
    assertThat(review.waiting()).isEqualTo(Duration.ofSeconds(10));
    assertThat(walk.next(review, new Outcome.Silence())).isInstanceOf(Step.Thank.class);
    assertThat(walk.next(review, new Outcome.Key('#'))).isInstanceOf(Step.Thank.class);
    assertThat(walk.next(review, new Outcome.Key('1'))).isInstanceOfSatisfying(Step.Replay.class, replay -> {
      assertThat(walk.next(replay, new Outcome.Silence())).isInstanceOf(Step.Review.class);
      assertThat(walk.next(replay, new Outcome.Key('#'))).isInstanceOf(Step.Thank.class);
      assertThat(walk.next(replay, new Outcome.Key('1'))).isInstanceOf(Step.Replay.class).isNotEqualTo(replay);
    });
    assertThat(walk.next(review, new Outcome.Key('2'))).isInstanceOfSatisfying(Step.Invite.class, anew -> {
      assertThat(anew.sounds()).containsExactly("huiyin/zh/say-anew");
      assertThat(anew.message().left()).as("with the whole time").isEqualTo(Duration.ofMinutes(5));
      assertThat(anew.message().draft().anew()).isTrue();
    });
    assertThat(walk.next(review, new Outcome.Key('3'))).isInstanceOfSatisfying(Step.Invite.class, more -> {
      assertThat(more.sounds()).containsExactly("huiyin/zh/say-more");
      assertThat(more.message().left()).isEqualTo(Duration.ofSeconds(260));
      assertThat(more.message().draft().anew()).isFalse();
    });
    for (char other : "0456789*".toCharArray()) {
      assertThat(walk.next(review, new Outcome.Key(other))).as("no key is a fault").isInstanceOf(Step.Review.class);
    }
  }

  @Test
  void who_adds_at_the_very_end_of_the_time_has_half_a_minute() {
    var review = reviewAfter(Duration.ofMillis(299_500));
    assertThat(walk.next(review, new Outcome.Key('3'))).isInstanceOfSatisfying(Step.Invite.class,
        more -> assertThat(more.message().left()).isEqualTo(Duration.ofSeconds(30)));
  }

  @Test
  void what_was_said_is_replaced_only_by_something_said() {
    var anew = (Step.Invite) walk.next(reviewAfter(Duration.ofSeconds(40)), new Outcome.Key('2'));
    var listen = (Step.Listen) walk.next(anew, new Outcome.Silence());
    var nothing = (Step.Invite) walk.next(listen, new Listened(Duration.ofSeconds(10), End.SILENCE));
    assertThat(nothing.sounds()).containsExactly("huiyin/zh/nothing-heard");
    assertThat(nothing.message().draft().anew()).as("what comes now still replaces").isTrue();
    var again = (Step.Listen) walk.next(nothing, new Outcome.Silence());
    assertThat(walk.next(again, new Listened(Duration.ofSeconds(10), End.SILENCE))).as("the first message is still there")
        .isInstanceOf(Step.Review.class);
    var said = (Step.Invite) walk.next(listen, new Listened(Duration.ofSeconds(30), End.SILENCE));
    assertThat(said.sounds()).containsExactly("huiyin/zh/anything-more");
    assertThat(said.message().draft().anew()).as("more is added to the new words").isFalse();
  }

  @Test
  void a_message_is_offered_a_few_times_and_then_kept_as_it_is() {
    Step step = reviewAfter(Duration.ofSeconds(40));
    for (int time = 1; time < Walk.MOST_OFFERS; time++) {
      step = walk.next(walk.next(step, new Outcome.Key('1')), new Outcome.Silence());
      assertThat(step).isInstanceOf(Step.Review.class);
    }
    assertThat(walk.next(walk.next(step, new Outcome.Key('1')), new Outcome.Silence())).isInstanceOf(Step.Thank.class);
  }

  @Test
  void who_said_nothing_is_thanked_and_offered_nothing() {
    var first = new Step.Listen(Language.ZH, Duration.ofSeconds(10),
        new Step.Message(Duration.ofSeconds(300), Duration.ofSeconds(270), false, Step.Draft.NOTHING));
    assertThat(walk.next(first, new Listened(Duration.ofMillis(200), End.FINISHED))).isInstanceOf(Step.Thank.class);
  }

  private Step.Review reviewAfter(Duration said) {
    var chosen = walk.next(walk.start(Language.ZH), new Outcome.Key('2'));
    var listen = (Step.Listen) walk.next(walk.next(chosen, new Outcome.Silence()), new Outcome.Silence());
    return (Step.Review) walk.next(listen, new Listened(said, End.FINISHED));
  }

  private Map<Step, Set<Step>> graph() {
    return graph(walk);
  }

  private static Map<Step, Set<Step>> graph(Walk walk) {
    var graph = new HashMap<Step, Set<Step>>();
    var open = new ArrayList<Step>(List.of(walk.start(Language.ZH)));
    while (!open.isEmpty()) {
      var step = open.removeLast();
      if (!graph.containsKey(step)) {
        var next = following(walk, step);
        graph.put(step, next);
        open.addAll(next);
      }
    }
    return graph;
  }

  private static Set<Step> following(Walk walk, Step step) {
    var next = new LinkedHashSet<Step>();
    switch (step) {
      case Step.Done _,Step.Gone _ -> {
        // the end
      }
      case Step.Listen listen -> SPEECHES.stream().filter(heard -> heard.spoken().compareTo(listen.message().left()) <= 0)
          .forEach(heard -> next.add(walk.next(listen, heard)));
      case Step.Notice notice -> {
        notice.keys().chars().forEach(key -> next.add(walk.next(step, new Outcome.Key((char) key))));
        addSilenceAndHangUp(walk, step, next);
      }
      case Step.Announce announce -> {
        announce.keys().chars().forEach(key -> next.add(walk.next(step, new Outcome.Key((char) key))));
        addSilenceAndHangUp(walk, step, next);
      }
      case Step.Turn _ -> addSilenceAndHangUp(walk, step, next);
      case Step.Ask _ -> {
        "0123456789*#".chars().forEach(key -> next.add(walk.next(step, new Outcome.Key((char) key))));
        addSilenceAndHangUp(walk, step, next);
      }
      case Step.Enquire enquire -> IntStream.rangeClosed('0', '3')
          .forEach(count -> next.add(walk.next(enquire, Caller.matters((char) count, ATTENDED.now().toInstant()))));
      case Step.Tell _,Step.Review _,Step.Replay _ -> {
        "0123456789*#".chars().forEach(key -> next.add(walk.next(step, new Outcome.Key((char) key))));
        addSilenceAndHangUp(walk, step, next);
      }
      case Step.Chosen _,Step.Invite _,Step.Thank _ -> addSilenceAndHangUp(walk, step, next);
    }
    return next;
  }

  private static void addSilenceAndHangUp(Walk walk, Step step, Set<Step> next) {
    next.add(walk.next(step, new Outcome.Silence()));
    next.add(walk.next(step, new Outcome.HungUp()));
  }

  /** @param finished false while a step is on the way that is being followed, true when all its ways are known to end */
  private static void assertNoWayBack(Step step, Map<Step, Set<Step>> graph, Map<Step, Boolean> finished) {
    var known = finished.get(step);
    assertThat(known).as("the way comes back to " + step).isNotEqualTo(false);
    if (known == null) {
      finished.put(step, false);
      new HashSet<>(graph.getOrDefault(step, Set.of())).forEach(next -> assertNoWayBack(next, graph, finished));
      finished.put(step, true);
    }
  }
}
