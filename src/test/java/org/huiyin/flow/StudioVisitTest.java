package org.huiyin.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.ScriptedResident;
import org.huiyin.telephony.ScriptedStudio;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.huiyin.telephony.ScriptedResident.nothing;
import static org.huiyin.telephony.ScriptedResident.presses;

/** Whole calls in which a prompt is recorded, with a resident and a desk of the test's own. */
class StudioVisitTest {
  private static final String PIN = "27182818";
  private static final String HEARD_NOW = "huiyin/own/old";
  private static final int HEADER = 44;

  /** Takes one PIN, refuses what it is told to, and remembers what was kept. */
  private static final class Desk implements StudioDesk {
    private final Prompt prompt;
    private final Deque<Refusal> refusals = new ArrayDeque<>();
    private final List<String> entered = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private boolean used;

    Desk(Language language, String id) {
      prompt = new Prompt(language, id, "x");
    }

    @Override
    public StudioEvent admit(CallId call, String digits) {
      entered.add(digits);
      return digits.equals(PIN)
          ? new StudioEvent.Admitted(new StudioPass(UUID.randomUUID(), new Actor.LocalAdmin(), CommunityId.random(), prompt, "x"))
          : new StudioEvent.Wrong();
    }

    @Override
    public String heardNow(StudioPass pass) {
      return HEARD_NOW;
    }

    @Override
    public StudioEvent finish(StudioPass pass, byte[] wav) {
      return refusals.isEmpty()
          ? new StudioEvent.Ready(new Recorded(wav, wav, Duration.ofSeconds(1)))
          : new StudioEvent.Refused(refusals.remove());
    }

    @Override
    public StudioEvent keep(StudioPass pass, Recorded sound) {
      if (used) {
        return new StudioEvent.ShutOut();
      }
      kept.add(sound.narrow().length);
      return new StudioEvent.InForce();
    }
  }

  private final Desk desk = new Desk(Language.ZH, "busy");

  private ScriptedStudio call(ScriptedResident resident) {
    var studio = new ScriptedStudio(resident);
    new StudioVisit(studio, desk).run();
    return studio;
  }

  private static ScriptedResident entersThePin() {
    return new ScriptedResident().during("huiyin/zh/studio-pin", presses("2")).whenAwaited(keys("7182818"));
  }

  private static ScriptedResident.Deed[] keys(String keys) {
    return keys.chars().mapToObj(key -> presses(String.valueOf((char) key))).toArray(ScriptedResident.Deed[]::new);
  }

  private static String zh(String id) {
    return "huiyin/zh/studio-" + id;
  }

  @Test
  void who_enters_the_pin_hears_what_is_said_now_speaks_hears_themselves_and_keeps_it() {
    var studio = call(entersThePin().says(ofSeconds(3)).during(zh("review"), presses("#")));
    assertThat(studio.played()).containsExactly(zh("pin"), zh("now"), HEARD_NOW, zh("speak"), ScriptedStudio.BACK, zh("review"),
        zh("kept"));
    assertThat(desk.kept).containsExactly(HEADER + 3_000 * 16);
    assertThat(studio.isDone()).isTrue();
  }

  @Test
  void one_hears_it_again_two_says_it_anew_and_the_last_one_said_is_kept() {
    var studio = call(entersThePin().says(ofSeconds(3)).says(ofSeconds(2)).during(zh("review"), presses("1"), presses("2"), presses("#")));
    assertThat(studio.playedBack()).containsExactly(HEADER + 48_000, HEADER + 48_000, HEADER + 32_000);
    assertThat(desk.kept).containsExactly(HEADER + 32_000);
  }

  @Test
  void a_key_ends_the_playing_back_and_the_hash_key_then_keeps_it() {
    var studio = call(entersThePin().says(ofSeconds(3)).during(ScriptedStudio.BACK, presses("#")));
    assertThat(studio.played()).endsWith(ScriptedStudio.BACK, zh("kept"));
    assertThat(desk.kept).hasSize(1);
  }

  @Test
  void a_refusal_is_said_in_plain_words_and_it_is_said_anew() {
    desk.refusals.addAll(List.of(Refusal.values()));
    var resident = entersThePin();
    for (Refusal _ : Refusal.values()) {
      resident.says(ofSeconds(1));
    }
    var studio = call(resident.says(ofSeconds(2)).during(zh("review"), presses("#")));
    assertThat(studio.played()).containsSubsequence(zh("unheard"), zh("speak"), zh("too-loud"), zh("speak"), zh("too-long"), zh("speak"),
        zh("six-seconds"), zh("speak"), zh("thirty-seconds"), zh("speak"), zh("failed"), zh("speak"), zh("kept"));
    assertThat(desk.kept).containsExactly(HEADER + 32_000);
  }

  @Test
  void a_wrong_pin_is_asked_again_in_both_languages_and_the_third_ends_the_call() {
    var studio = call(new ScriptedResident().during("huiyin/zh/studio-pin", presses("1"), presses("2"), presses("3"))
        .whenAwaited(presses("#"), presses("#"), presses("#")));
    assertThat(desk.entered).containsExactly("1", "2", "3");
    assertThat(studio.played()).endsWith(zh("wrong-pin"), "huiyin/en/studio-wrong-pin").doesNotContain(zh("now"));
    assertThat(studio.isDone()).isTrue();
  }

  @Test
  void a_star_begins_the_pin_anew_and_a_hash_key_before_any_digit_is_passed_over() {
    call(new ScriptedResident().whenAwaited(keys("#99*" + PIN)).hangsUpAfterSteps(16));
    assertThat(desk.entered).containsExactly(PIN);
  }

  @Test
  void who_enters_nothing_is_asked_three_times_and_then_hung_up() {
    var studio = call(new ScriptedResident());
    assertThat(desk.entered).isEmpty();
    assertThat(studio.played()).filteredOn(zh("pin")::equals).hasSize(StudioWalk.MOST_ATTEMPTS);
    assertThat(studio.isDone()).isTrue();
  }

  @Test
  void who_says_nothing_to_the_review_changes_nothing() {
    var studio = call(entersThePin().says(ofSeconds(3)).during(zh("review"), nothing()));
    assertThat(desk.kept).isEmpty();
    assertThat(studio.played()).endsWith(zh("unchanged"));
    assertThat(studio.isDone()).isTrue();
  }

  @Test
  void who_hangs_up_at_any_moment_before_keeping_has_changed_nothing() {
    for (int steps = 0; steps < 14; steps++) {
      var studio = call(entersThePin().says(ofSeconds(3)).during(zh("review"), presses("#")).hangsUpAfterSteps(steps));
      assertThat(desk.kept).as("after %d steps", steps).isEmpty();
      assertThat(studio.isDone()).isFalse();
    }
  }

  @Test
  void who_hangs_up_while_they_speak_has_changed_nothing() {
    var studio = call(entersThePin().speaks(new Listened(ofSeconds(1), Listened.End.HUNG_UP)));
    assertThat(studio.played()).endsWith(zh("speak"));
    assertThat(desk.kept).isEmpty();
  }

  @Test
  void a_pin_that_was_used_up_meanwhile_keeps_nothing_and_the_person_hears_so() {
    desk.used = true;
    var studio = call(entersThePin().says(ofSeconds(3)).during(zh("review"), presses("#")));
    assertThat(desk.kept).isEmpty();
    assertThat(studio.played()).endsWith(zh("away"));
  }

  @Test
  void after_the_pin_the_language_is_that_of_the_prompt() {
    var english = new Desk(Language.EN, "busy");
    var studio = new ScriptedStudio(entersThePin().says(ofSeconds(1)).during("huiyin/en/studio-review", presses("#")));
    new StudioVisit(studio, english).run();
    assertThat(studio.played()).containsExactly(zh("pin"), "huiyin/en/studio-now", HEARD_NOW, "huiyin/en/studio-speak",
        ScriptedStudio.BACK, "huiyin/en/studio-review", "huiyin/en/studio-kept");
  }
}
