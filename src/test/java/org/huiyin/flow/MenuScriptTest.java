package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.huiyin.call.CallStart;
import org.huiyin.flow.prompts.PromptCatalogue;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.TimeLimit;
import org.huiyin.telephony.CallSession.Note;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Listened.End;
import org.huiyin.telephony.ScriptedCall;
import org.huiyin.telephony.ScriptedResident;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huiyin.telephony.ScriptedResident.hangsUp;
import static org.huiyin.telephony.ScriptedResident.presses;

class MenuScriptTest {
  private static final Executor AT_ONCE = Runnable::run;
  private static final TimeLimit A_SECOND = TimeLimit.of(Duration.ofSeconds(1));
  private static final String MARK = "(notice|prompt|key|message|replaced)[0-9a-z*#-]{0,40}@[0-9]{1,9}-[0-9]{0,9}";

  private final Menu menu = new MenuDocument(PromptCatalogue.bundled()).readResource("/menus/default.json");
  private final Desk desk = new Desk();
  private Situation situation = new Situation(true, ZonedDateTime.parse("2026-11-23T10:00:00+08:00"), null, "");

  @Test
  void a_repair_with_a_message_gets_its_number_said_and_leaves_its_facts() {
    var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("2")).says(Duration.ofSeconds(7)));

    assertThat(call.played()).containsExactly("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/busy", "huiyin/zh/message",
        "huiyin/zh/review", "huiyin/zh/thanks", "huiyin/zh/ticket-number", "huiyin/zh/n42", "huiyin/zh/number-end", "huiyin/zh/goodbye");
    assertThat(call.isDone()).isTrue();
    assertThat(call.notes()).containsEntry(Note.STAGE, "done").containsEntry(Note.CHOICE, "repair").containsEntry(Note.LANGUAGE, "zh")
        .containsEntry(Note.NOTICE, "notice-zh");
    assertThat(call.notes().get(Note.MARKS))
        .isEqualTo(
            "notice@0-1000;promptmenu@1000-1500;key2@1500-1500;promptbusy@1500-3500;message@3500-10500;promptreview@10500-11500;promptthanks@21500-26500");
    assertThat(desk.openings).singleElement().satisfies(opening -> {
      assertThat(opening.call()).isEqualTo(call.call().id());
      assertThat(opening.choice()).isEqualTo("repair");
      assertThat(opening.category()).isEqualTo(Category.DAILY_LIFE);
      assertThat(opening.priority()).isEqualTo(Priority.NORMAL);
      assertThat(opening.community()).isEqualTo(Desk.COMMUNITY);
      assertThat(opening.caller()).isEqualTo(call.call().caller());
    });
    assertThat(desk.stages).containsExactly("notice  zh", "menu  zh", "message repair zh", "review repair zh", "thanks repair zh",
        "done repair zh");
  }

  @Test
  void who_asks_for_the_progress_of_a_ticket_hears_day_and_state_and_may_hang_up() {
    desk.matters = List.of(new Tickets.Standing(TicketState.ACCEPTED, Instant.parse("2026-11-22T02:00:00Z")),
        new Tickets.Standing(TicketState.ARCHIVED, Instant.parse("2025-03-04T16:30:00Z")));
    var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("5")).during("huiyin/zh/progress-end", hangsUp()));
    assertThat(call.played()).containsExactly("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/progress-from", "huiyin/zh/yesterday",
        "huiyin/zh/progress-accepted", "huiyin/zh/progress-from", "huiyin/zh/n2", "huiyin/zh/n0", "huiyin/zh/n2", "huiyin/zh/n5",
        "huiyin/zh/year", "huiyin/zh/month-3", "huiyin/zh/n5", "huiyin/zh/day-of-month", "huiyin/zh/progress-archived",
        "huiyin/zh/progress-end");
    assertThat(desk.told).containsExactly(call.call().caller());
    assertThat(desk.openings).as("nothing new was brought").isEmpty();
    assertThat(call.notes()).containsEntry(Note.STAGE, "progress").doesNotContainKey(Note.CHOICE);
  }

  @Test
  void who_stays_on_the_line_after_the_answer_is_led_to_a_person_and_who_presses_a_key_where_it_leads() {
    desk.matters = List.of(new Tickets.Standing(TicketState.MISSED, Instant.parse("2026-11-23T01:00:00Z")));
    var stays = run(new ScriptedResident().during("huiyin/zh/notice", presses("5")).says(Duration.ofSeconds(4)));
    assertThat(stays.played()).containsSubsequence("huiyin/zh/notice", "huiyin/zh/progress-from", "huiyin/zh/today",
        "huiyin/zh/progress-missed", "huiyin/zh/progress-end", "huiyin/zh/busy", "huiyin/zh/message", "huiyin/zh/n42");
    assertThat(stays.notes()).containsEntry(Note.CHOICE, "person");
    var repair = run(new ScriptedResident().during("huiyin/zh/notice", presses("5")).during("huiyin/zh/progress-end", presses("2")));
    assertThat(repair.notes()).containsEntry(Note.CHOICE, "repair");
    var again = run(new ScriptedResident().during("huiyin/zh/notice", presses("5"))
        .during("huiyin/zh/progress-end", presses("9"), presses("#")));
    assertThat(again.played()).containsSubsequence("huiyin/zh/progress-end", "huiyin/zh/progress-from", "huiyin/zh/progress-end",
        "huiyin/zh/menu", "huiyin/zh/busy");
  }

  @Test
  void a_number_without_a_ticket_or_without_an_answer_in_time_is_led_to_a_person_at_once() {
    for (boolean broken : new boolean[]{false, true}) {
      desk.broken = broken;
      var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("5")).says(Duration.ofSeconds(4)));
      assertThat(call.played()).startsWith("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/busy", "huiyin/zh/message");
      assertThat(call.notes()).containsEntry(Note.CHOICE, "person");
    }
  }

  @Test
  void a_call_begins_in_the_language_of_the_numbers_last_one_and_can_be_led_back_by_the_key() {
    desk.before = "en";
    var call = run(new ScriptedResident().during("huiyin/en/menu", presses("2")).says(Duration.ofSeconds(7)));
    assertThat(call.played()).startsWith("huiyin/en/notice", "huiyin/en/menu", "huiyin/en/busy", "huiyin/en/message");
    assertThat(call.notes()).containsEntry(Note.LANGUAGE, "en").containsEntry(Note.NOTICE, "notice-en");
    assertThat(desk.stages).startsWith("notice  en", "menu  en");
    var hears = run(new ScriptedResident().says(Duration.ofSeconds(7)));
    assertThat(hears.played()).as("how to change it, in the other language").startsWith("huiyin/en/notice", "huiyin/en/menu",
        "huiyin/zh/language");
    var back = run(new ScriptedResident().during("huiyin/en/menu", presses("8")).during("huiyin/zh/menu", hangsUp()));
    assertThat(back.played()).containsExactly("huiyin/en/notice", "huiyin/en/menu", "huiyin/zh/notice", "huiyin/zh/menu");
    assertThat(back.notes()).containsEntry(Note.LANGUAGE, "zh");
  }

  @Test
  void a_language_that_is_unknown_or_not_told_in_time_is_the_menus_first() {
    for (var before : new String[]{"", "fr", "zh"}) {
      desk.before = before;
      assertThat(run(new ScriptedResident().during("huiyin/zh/notice", hangsUp())).played()).containsExactly("huiyin/zh/notice");
    }
    desk.before = "en";
    desk.broken = true;
    assertThat(run(new ScriptedResident().during("huiyin/zh/notice", hangsUp())).played()).containsExactly("huiyin/zh/notice");
    desk.broken = false;
    desk.waitingFor = new CountDownLatch(1);
    assertThat(run(new ScriptedResident().during("huiyin/zh/notice", hangsUp())).played()).containsExactly("huiyin/zh/notice");
    desk.waitingFor.countDown();
  }

  @Test
  void a_withheld_number_is_not_even_looked_up() {
    desk.matters = List.of(new Tickets.Standing(TicketState.ACCEPTED, Instant.parse("2026-11-22T02:00:00Z")));
    desk.before = "en";
    for (var presentation : List.of(PhoneNumber.Presentation.WITHHELD, PhoneNumber.Presentation.UNAVAILABLE)) {
      var start = new ScriptedCall(new ScriptedResident()).call();
      var call = new ScriptedCall(new ScriptedResident().during("huiyin/zh/menu", presses("5")),
          new CallStart(start.id(), start.sipCallId(), start.dialled(), PhoneNumber.of("13800138000", presentation, "CN"),
              start.startedAt()));
      new MenuScript(menu, _ -> situation, desk(), _ -> "notice").run(call);
      assertThat(call.played()).startsWith("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/busy", "huiyin/zh/message");
      assertThat(call.notes()).containsEntry(Note.CHOICE, "person");
    }
    assertThat(desk.told).isEmpty();
  }

  @Test
  void short_answers_are_given_under_keys_and_then_a_message_is_asked_for() {
    var guides = new MenuDocument(PromptCatalogue.bundled()).read("guides", MenuTrialTest.guides());
    var call = run(guides, new ScriptedResident().during("huiyin/zh/menu", presses("3"))
        .during("huiyin/zh/guides", presses("2")).during("huiyin/zh/information-end", presses("9"), presses("1")));
    assertThat(call.played()).startsWith("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/guides", "huiyin/zh/guide-medical-insurance",
        "huiyin/zh/information-end", "huiyin/zh/guide-medical-insurance", "huiyin/zh/information-end", "huiyin/zh/guide-social-insurance",
        "huiyin/zh/information-end", "huiyin/zh/busy", "huiyin/zh/message");
    assertThat(call.notes()).containsEntry(Note.CHOICE, "consultation");
    assertThat(desk.openings).singleElement().satisfies(opening -> assertThat(opening.category()).isEqualTo(Category.GOVERNMENT_SERVICE));
    desk.openings.clear();
    var heard = run(guides, new ScriptedResident().during("huiyin/zh/menu", presses("3")).during("huiyin/zh/guides", presses("3"))
        .during("huiyin/zh/information-end", hangsUp()));
    assertThat(heard.notes()).containsEntry(Note.STAGE, "information").doesNotContainKey(Note.CHOICE);
    assertThat(desk.openings).isEmpty();
    var english = run(guides, new ScriptedResident().during("huiyin/zh/menu", presses("3")).during("huiyin/zh/guides", presses("8"))
        .during("huiyin/en/guides", presses("3")).during("huiyin/en/information-end", presses("0")));
    assertThat(english.played()).containsSubsequence("huiyin/zh/guides", "huiyin/en/notice", "huiyin/en/guides",
        "huiyin/en/guide-legal-help", "huiyin/en/information-end", "huiyin/en/busy");
    assertThat(english.notes()).containsEntry(Note.CHOICE, "person");
  }

  @Test
  void after_hours_a_message_is_left_all_the_same() {
    var night = ZonedDateTime.parse("2026-09-30T21:00:00+08:00");
    situation = new Situation(false, night, ZonedDateTime.parse("2026-10-08T08:30:00+08:00"), "");
    var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("2")).says(Duration.ofSeconds(7)));
    assertThat(call.played()).containsExactly("huiyin/zh/notice", "huiyin/zh/menu", "huiyin/zh/closed", "huiyin/zh/month-10",
        "huiyin/zh/n8",
        "huiyin/zh/day-of-month", "huiyin/zh/period-early", "huiyin/zh/hour-8", "huiyin/zh/half", "huiyin/zh/danger",
        "huiyin/zh/message-closed", "huiyin/zh/review", "huiyin/zh/thanks", "huiyin/zh/ticket-number", "huiyin/zh/n42",
        "huiyin/zh/number-end",
        "huiyin/zh/goodbye");
    assertThat(messages(call)).hasSize(1);
    assertThat(desk.openings).singleElement().satisfies(opening -> assertThat(opening.choice()).isEqualTo("repair"));
  }

  @Test
  void a_key_pressed_during_the_notice_counts_and_the_notice_plays_to_its_end() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("1")).says(Duration.ofSeconds(3)));

    assertThat(call.played()).startsWith("huiyin/zh/notice", "huiyin/zh/urgent-numbers", "huiyin/zh/busy", "huiyin/zh/message");
    assertThat(call.notes().get(Note.MARKS)).startsWith("notice@0-1000;key1@1000-1000;");
    assertThat(desk.openings.getFirst().priority()).isEqualTo(Priority.URGENT);
  }

  @Test
  void a_key_that_means_nothing_is_no_fault_before_the_menu_was_heard() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("#7")).during("huiyin/zh/menu", presses("4")));
    assertThat(call.played()).doesNotContain("huiyin/zh/wrong-key");
    assertThat(call.notes()).containsEntry(Note.CHOICE, "complaint");
  }

  @Test
  void the_pound_key_after_a_choice_does_not_end_the_message_before_it_began() {
    var call = run(new ScriptedResident().whenAwaited(presses("2#")).says(Duration.ofSeconds(4)));
    assertThat(call.played()).contains("huiyin/zh/message");
    assertThat(call.notes().get(Note.MARKS)).contains("message@");
  }

  @Test
  void english_is_spoken_to_the_end() {
    var call = run(
        new ScriptedResident().during("huiyin/zh/notice", presses("8")).during("huiyin/en/menu", presses("3")).says(Duration.ofSeconds(4)));

    assertThat(call.played()).containsExactly("huiyin/zh/notice", "huiyin/en/notice", "huiyin/en/menu", "huiyin/en/busy",
        "huiyin/en/message", "huiyin/en/review", "huiyin/en/thanks",
        "huiyin/en/ticket-number", "huiyin/en/n42", "huiyin/en/goodbye");
    assertThat(call.notes()).containsEntry(Note.LANGUAGE, "en").containsEntry(Note.NOTICE, "notice-zh.notice-en");
  }

  @Test
  void a_message_is_marked_without_the_silence_that_closed_it() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("2"))
        .speaks(new Listened(Duration.ofSeconds(25), End.SILENCE), new Listened(Duration.ofSeconds(12), End.SILENCE)));

    // notice 1 s, words 2 s, 25 s of which 10 are silence, words 1 s, 12 s of which 10 are silence
    assertThat(messages(call)).containsExactly("message@3000-18000", "message@29000-31000");
    assertThat(call.played()).containsSubsequence("huiyin/zh/message", "huiyin/zh/anything-more", "huiyin/zh/thanks");
  }

  @Test
  void a_message_of_five_minutes_is_kept_in_two_pieces_with_the_warning_between() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("2"))
        .speaks(new Listened(Duration.ofSeconds(270), End.LIMIT), new Listened(Duration.ofSeconds(30), End.LIMIT)));
    assertThat(messages(call)).containsExactly("message@3000-273000", "message@274000-304000");
    assertThat(call.played()).containsSubsequence("huiyin/zh/message", "huiyin/zh/little-time", "huiyin/zh/thanks");
  }

  @Test
  void what_was_said_is_heard_said_anew_and_added_to_and_its_marks_say_so() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("2"))
        .during("huiyin/zh/review", presses("1"), presses("2"), presses("3"), presses("#"))
        .speaks(new Listened(Duration.ofSeconds(5), End.FINISHED), new Listened(Duration.ofSeconds(6), End.FINISHED),
            new Listened(Duration.ofSeconds(2), End.FINISHED)));
    // notice 1 s, words 2 s, 5 s said, asked for half a second, heard 1 s, asked for half a second, a word of 1 s, and so on
    assertThat(messages(call)).containsExactly("message@11000-17000", "message@18500-20500");
    assertThat(call.notes().get(Note.MARKS)).contains("replaced@3000-8000", "promptsaid@8500-9500");
    assertThat(call.played()).containsSubsequence("huiyin/zh/review", ScriptedCall.SAID, "huiyin/zh/review", "huiyin/zh/say-anew",
        "huiyin/zh/review", "huiyin/zh/say-more", "huiyin/zh/review", "huiyin/zh/thanks", "huiyin/zh/n42");
    assertThat(call.isDone()).isTrue();
  }

  @Test
  void who_says_nothing_anew_or_hangs_up_meanwhile_keeps_the_first_message() {
    var silent = run(new ScriptedResident().during("huiyin/zh/notice", presses("2")).during("huiyin/zh/review", presses("2"))
        .speaks(new Listened(Duration.ofSeconds(5), End.FINISHED)));
    assertThat(messages(silent)).containsExactly("message@3000-8000");
    assertThat(silent.notes().get(Note.MARKS)).doesNotContain("replaced");
    assertThat(silent.isDone()).isTrue();
    var gone = run(new ScriptedResident().during("huiyin/zh/notice", presses("2")).during("huiyin/zh/review", presses("2"))
        .speaks(new Listened(Duration.ofSeconds(5), End.FINISHED), new Listened(Duration.ofSeconds(4), End.HUNG_UP)));
    assertThat(messages(gone)).as("both: nobody knows what the second holds").containsExactly("message@3000-8000", "message@9500-");
  }

  @Test
  void who_hangs_up_while_it_is_offered_has_left_the_message() {
    for (var when : List.of("huiyin/zh/review", ScriptedCall.SAID)) {
      var call = run(new ScriptedResident().during("huiyin/zh/notice", presses("2"))
          .during("huiyin/zh/review", when.equals(ScriptedCall.SAID) ? presses("1") : hangsUp()).during(ScriptedCall.SAID, hangsUp())
          .speaks(new Listened(Duration.ofSeconds(5), End.FINISHED)));
      assertThat(messages(call)).containsExactly("message@3000-8000");
      assertThat(call.notes()).containsEntry(Note.STAGE, "review").containsEntry(Note.CHOICE, "repair");
    }
  }

  @Test
  void where_nothing_was_said_there_is_no_message_but_still_a_ticket_and_its_number() {
    var call = run(new ScriptedResident());

    assertThat(messages(call)).isEmpty();
    assertThat(call.notes()).containsEntry(Note.CHOICE, "none").containsEntry(Note.STAGE, "done");
    assertThat(call.played()).containsSubsequence("huiyin/zh/nothing-heard", "huiyin/zh/thanks", "huiyin/zh/n42", "huiyin/zh/goodbye");
    assertThat(desk.openings).singleElement().satisfies(opening -> assertThat(opening.category()).isEqualTo(Category.UNSORTED));
  }

  @Test
  void a_short_word_right_after_the_tone_is_a_message_and_a_pound_key_alone_is_none() {
    var word = run(new ScriptedResident().speaks(new Listened(Duration.ofMillis(10_700), End.SILENCE)));
    assertThat(messages(word)).hasSize(1);
    var pound = run(new ScriptedResident().speaks(new Listened(Duration.ofMillis(300), End.FINISHED)));
    assertThat(messages(pound)).isEmpty();
    assertThat(pound.isDone()).isTrue();
  }

  @Test
  void who_hangs_up_while_speaking_leaves_an_open_mark_from_before() {
    var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("2")).speaks(new Listened(Duration.ofSeconds(5), End.HUNG_UP)));

    assertThat(messages(call)).containsExactly("message@3500-");
    assertThat(call.isDone()).isFalse();
    assertThat(call.notes()).containsEntry(Note.STAGE, "message").containsEntry(Note.CHOICE, "repair");
    assertThat(desk.openings).hasSize(1);
  }

  @Test
  void who_hangs_up_during_the_notice_has_not_heard_it() {
    var call = run(new ScriptedResident().during("huiyin/zh/notice", hangsUp()));
    assertThat(call.notes()).doesNotContainKey(Note.NOTICE).containsEntry(Note.STAGE, "notice").containsEntry(Note.MARKS, "notice@0-");
    assertThat(desk.openings).isEmpty();
  }

  @Test
  void without_the_database_the_call_goes_on_and_ends_with_the_thanks_alone() {
    desk.broken = true;
    var call = run(new ScriptedResident().during("huiyin/zh/menu", presses("2")).says(Duration.ofSeconds(3)));

    assertThat(call.isDone()).isTrue();
    assertThat(call.played()).endsWith("huiyin/zh/message", "huiyin/zh/review", "huiyin/zh/thanks", "huiyin/zh/goodbye");
    assertThat(call.notes()).containsEntry(Note.CHOICE, "repair");
  }

  @Test
  void a_database_that_never_answers_holds_no_caller_up() throws InterruptedException {
    var never = new CountDownLatch(1);
    desk.waitingFor = never;
    var call = new ScriptedCall(new ScriptedResident().during("huiyin/zh/menu", presses("2")).says(Duration.ofSeconds(3)));
    var beside = Executors.newVirtualThreadPerTaskExecutor();
    long started = System.nanoTime();
    new MenuScript(menu, _ -> situation, new CallDesk(desk, A_SECOND, TimeLimit.of(Duration.ofMillis(150)), beside), language -> "notice")
        .run(call);
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    assertThat(desk.openings).isEmpty();
    never.countDown();
    assertThat(call.isDone()).isTrue();
    assertThat(call.played()).endsWith("huiyin/zh/thanks", "huiyin/zh/goodbye");
    assertThat(desk.opened.await(10, TimeUnit.SECONDS)).as("it was opened in the end").isTrue();
  }

  @Test
  void the_ticket_is_opened_as_soon_as_the_caller_has_chosen() {
    var openedBefore = new ArrayList<String>();
    var resident = new ScriptedResident() {
      @Override
      protected Deed hears(String sound) {
        if (!desk.openings.isEmpty()) {
          openedBefore.add(sound);
        }
        return super.hears(sound);
      }
    };
    run(resident.during("huiyin/zh/menu", presses("2")));
    assertThat(openedBefore).startsWith("huiyin/zh/busy");
  }

  /**
   * Residents who do at each point every thing there is to do: any key, nothing, hanging up, every kind of message; all combinations of two such
   * deeds over the whole call. (The decisions alone are walked without any bound in {@link WalkTest}.)
   */
  @Test
  void however_residents_press_and_speak_each_call_ends_well() {
    int paths = 0;
    Deque<List<Integer>> open = new ArrayDeque<>(List.of(List.of()));
    while (!open.isEmpty()) {
      var plan = open.removeLast();
      var resident = new Explorer(plan);
      desk.openings.clear();
      var call = run(resident);
      paths++;
      assertEndsWell(call, resident);
      if (plan.stream().filter(deed -> deed > 0).count() < 2) {
        // every later deviation from patience, each in its place
        for (int at = plan.size(); at < resident.choices.size(); at++) {
          int place = at;
          for (int deed = 1; deed < resident.choices.get(at); deed++) {
            open.add(Stream.concat(Stream.concat(plan.stream(), IntStream.range(plan.size(), place).mapToObj(_ -> 0)), Stream.of(deed))
                .toList());
          }
        }
      }
    }
    assertThat(paths).isGreaterThan(3_000);
  }

  private void assertEndsWell(ScriptedCall call, Explorer resident) {
    Supplier<String> story = () -> resident.plan + " " + call.played() + " " + call.notes();
    assertThat(call.isDone()).as(story).isNotEqualTo(call.isHungUp());
    assertThat(call.played().getFirst()).as(story).isEqualTo("huiyin/zh/notice");
    for (String mark : call.notes().getOrDefault(Note.MARKS, "").split(";", -1)) {
      assertThat(mark).as(story).matches(MARK);
    }
    if (call.isDone()) {
      assertThat(resident.messages).as(story).isBetween(1, 3 * (Walk.MOST_OFFERS + 1));
      assertThat(call.played().getLast()).as(story).endsWith("/goodbye");
      assertThat(call.played()).as(story).anyMatch(sound -> sound.endsWith("/message"));
      assertThat(call.notes()).as(story).containsKey(Note.NOTICE).containsEntry(Note.STAGE, "done");
    }
    assertThat(desk.openings).as(story).hasSize(call.notes().containsKey(Note.CHOICE) ? 1 : 0);
    if (call.notes().getOrDefault(Note.CHOICE, "").equals("urgent")) {
      assertThat(desk.openings.getFirst().priority()).isEqualTo(Priority.URGENT);
    }
  }

  private ScriptedCall run(ScriptedResident resident) {
    return run(menu, resident);
  }

  private ScriptedCall run(Menu menu, ScriptedResident resident) {
    var call = new ScriptedCall(resident);
    new MenuScript(menu, _ -> situation, desk(),
        language -> "notice-" + language.code())
        .run(call);
    return call;
  }

  private CallDesk desk() {
    return new CallDesk(desk, A_SECOND, A_SECOND, AT_ONCE);
  }

  private static List<String> messages(ScriptedCall call) {
    return Stream.of(call.notes().getOrDefault(Note.MARKS, "").split(";", -1)).filter(mark -> mark.startsWith("message")).toList();
  }

  /** Follows a plan of deeds, 0 being patience, and remembers how many there were to choose from at each point. */
  private static final class Explorer extends ScriptedResident {
    private static final String KEYS = "0123456789*#";
    private static final List<Listened> SPEECHES = List.of(new Listened(Duration.ofSeconds(10), End.SILENCE),
        new Listened(Duration.ofSeconds(20), End.SILENCE),
        new Listened(Duration.ofSeconds(9), End.FINISHED), new Listened(Duration.ofMillis(200), End.FINISHED),
        new Listened(Duration.ofSeconds(60), End.LIMIT), new Listened(Duration.ofSeconds(4), End.HUNG_UP));

    private final List<Integer> plan;
    private final List<Integer> choices = new ArrayList<>();
    private int messages;

    private Explorer(List<Integer> plan) {
      this.plan = plan;
    }

    @Override
    protected Deed hears(String sound) {
      return deed();
    }

    @Override
    protected Deed isAwaited(Duration limit) {
      return deed();
    }

    @Override
    protected Listened speaks(Duration silence, Duration limit) {
      messages++;
      var heard = SPEECHES.get(next(SPEECHES.size()));
      return heard.end() == End.LIMIT ? new Listened(limit, End.LIMIT) : heard;
    }

    private Deed deed() {
      int deed = next(KEYS.length() + 2);
      if (deed == 0) {
        return nothing();
      }
      return deed > KEYS.length() ? hangsUp() : presses(KEYS.substring(deed - 1, deed));
    }

    private int next(int count) {
      choices.add(count);
      return choices.size() <= plan.size() ? plan.get(choices.size() - 1) : 0;
    }
  }

  /** The database, as a call meets it. */
  private static final class Desk implements CallDesk.Steps {
    private static final CommunityId COMMUNITY = CommunityId.random();

    private final List<Tickets.Opening> openings = new ArrayList<>();
    private final List<String> stages = new ArrayList<>();
    private final List<PhoneNumber> told = new ArrayList<>();
    private List<Tickets.Standing> matters = List.of();
    private @Nullable String before;
    private final CountDownLatch opened = new CountDownLatch(1);
    private boolean broken;
    private CountDownLatch waitingFor = new CountDownLatch(0);

    @Override
    public CommunityId community(String dialled) {
      return COMMUNITY;
    }

    @Override
    public Optional<String> languageBefore(CallId call, CommunityId community, PhoneNumber caller) {
      if (!community.equals(COMMUNITY) || !caller.known()) {
        throw new IllegalArgumentException("nobody asks for these");
      }
      answer();
      return Optional.ofNullable(before);
    }

    @Override
    public synchronized TicketNumber open(Tickets.Opening opening) {
      answer();
      openings.add(opening);
      opened.countDown();
      return new TicketNumber(LocalDate.of(2026, 11, 23), 42);
    }

    @Override
    public List<Tickets.Standing> tell(CallId call, CommunityId community, PhoneNumber caller) {
      answer();
      told.add(caller);
      return matters;
    }

    @Override
    public void progress(CallId call, String stage, String choice, String language) {
      stages.add(stage + " " + choice + " " + language);
    }

    private void answer() {
      try {
        waitingFor.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (broken) {
        throw new IllegalStateException("the database is away");
      }
    }
  }
}
