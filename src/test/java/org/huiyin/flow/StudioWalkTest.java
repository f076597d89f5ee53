package org.huiyin.flow;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.huiyin.flow.StudioStep.Ending;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StudioWalkTest {
  private static final StudioPass PASS = new StudioPass(UUID.randomUUID(), new Actor.LocalAdmin(), CommunityId.random(),
      new Prompt(Language.ZH, "busy", "都在忙。"), "试");
  private static final Recorded SOUND = new Recorded(new byte[0], new byte[0], Duration.ofSeconds(1));
  private static final List<StudioEvent> KEYS = "0123456789*#".chars().mapToObj(key -> (StudioEvent) new StudioEvent.Pressed((char) key))
      .toList();

  /** Everything that can come of a step, the hang-up left out. */
  private static List<StudioEvent> outcomes(StudioStep step) {
    var all = new ArrayList<StudioEvent>();
    switch (step) {
      case StudioStep.AskPin _ -> all.addAll(List.of(new StudioEvent.Entered(""), new StudioEvent.Entered("12345678")));
      case StudioStep.Admit _ -> all.addAll(List.of(new StudioEvent.Admitted(PASS), new StudioEvent.Wrong(), new StudioEvent.ShutOut()));
      case StudioStep.Introduce _ -> all.add(new StudioEvent.Said());
      case StudioStep.Speak _ -> all.addAll(List.of(new StudioEvent.Spoken(new byte[0]), new StudioEvent.Refused(Refusal.FAILED)));
      case StudioStep.Finish _ -> {
        all.addAll(List.of(new StudioEvent.Ready(SOUND), new StudioEvent.ShutOut()));
        for (Refusal why : Refusal.values()) {
          all.add(new StudioEvent.Refused(why));
        }
      }
      case StudioStep.Refuse _ -> all.add(new StudioEvent.Said());
      case StudioStep.Review _ -> {
        all.addAll(KEYS);
        all.add(new StudioEvent.Silence());
      }
      case StudioStep.Keep _ -> all.addAll(List.of(new StudioEvent.InForce(), new StudioEvent.ShutOut(),
          new StudioEvent.Refused(Refusal.OVER_THIRTY_SECONDS)));
      case StudioStep.End _,StudioStep.Gone _ -> {
        // nothing comes of them
      }
    }
    return all;
  }

  /** Every step that can be reached, with the steps after it. */
  private static Map<StudioStep, Set<StudioStep>> everyWay() {
    var ways = new HashMap<StudioStep, Set<StudioStep>>();
    var open = new ArrayDeque<StudioStep>(List.of(StudioWalk.start()));
    while (!open.isEmpty()) {
      var step = open.remove();
      if (!ways.containsKey(step)) {
        var next = new HashSet<StudioStep>();
        outcomes(step).forEach(event -> next.add(StudioWalk.next(step, event)));
        ways.put(step, next);
        open.addAll(next);
      }
    }
    return ways;
  }

  @Test
  void every_way_through_the_keys_comes_to_an_end() {
    var ways = everyWay();
    assertThat(ways).hasSizeGreaterThan(100);
    assertThat(ways.keySet()).contains(end(Ending.KEPT), end(Ending.UNCHANGED), end(Ending.WRONG_PIN), end(Ending.SHUT_OUT));
    var ending = new HashSet<StudioStep>();
    ways.forEach((step, next) -> {
      assertThat(step instanceof StudioStep.End).as(step.toString()).isEqualTo(next.isEmpty());
      if (next.isEmpty()) {
        ending.add(step);
      }
    });
    // a step whose every successor ends, ends; a circle would never be taken in
    boolean more = true;
    while (more) {
      more = false;
      for (var each : ways.entrySet()) {
        more |= ending.containsAll(each.getValue()) && ending.add(each.getKey());
      }
    }
    assertThat(ending).isEqualTo(ways.keySet());
  }

  @Test
  void whoever_hangs_up_is_gone_from_every_step() {
    for (StudioStep step : everyWay().keySet()) {
      assertThat(StudioWalk.next(step, new StudioEvent.HungUp())).isEqualTo(new StudioStep.Gone());
    }
  }

  @Test
  void nothing_is_kept_but_by_the_hash_key_after_it_was_heard() {
    everyWay().forEach((step, next) -> next.stream().filter(StudioStep.Keep.class::isInstance)
        .forEach(_ -> assertThat(step).isInstanceOf(StudioStep.Review.class)));
    assertThat(StudioWalk.next(new StudioStep.Review(2, 1, 0), new StudioEvent.Pressed('#'))).isEqualTo(new StudioStep.Keep(2));
    everyWay().forEach((step, next) -> {
      if (next.contains(end(Ending.KEPT))) {
        assertThat(step).isInstanceOf(StudioStep.Keep.class);
      }
    });
  }

  @Test
  void a_pin_is_asked_for_three_times_and_silence_is_not_called_wrong() {
    assertThat(StudioWalk.next(StudioWalk.start(), new StudioEvent.Entered("1"))).isEqualTo(new StudioStep.Admit(1, "1"));
    assertThat(StudioWalk.next(StudioWalk.start(), new StudioEvent.Entered(""))).isEqualTo(new StudioStep.AskPin(2, false));
    assertThat(StudioWalk.next(new StudioStep.Admit(1, "1"), new StudioEvent.Wrong())).isEqualTo(new StudioStep.AskPin(2, true));
    assertThat(StudioWalk.next(new StudioStep.Admit(2, "1"), new StudioEvent.Wrong())).isEqualTo(new StudioStep.AskPin(3, true));
    assertThat(StudioWalk.next(new StudioStep.Admit(3, "1"), new StudioEvent.Wrong())).isEqualTo(end(Ending.WRONG_PIN));
  }

  @Test
  void one_is_heard_again_two_is_said_anew_and_another_key_is_asked_once_more() {
    var review = new StudioStep.Review(1, 1, 0);
    assertThat(StudioWalk.next(review, new StudioEvent.Pressed('1'))).isEqualTo(new StudioStep.Review(1, 2, 0));
    assertThat(StudioWalk.next(review, new StudioEvent.Pressed('2'))).isEqualTo(new StudioStep.Speak(2));
    assertThat(StudioWalk.next(review, new StudioEvent.Pressed('7'))).isEqualTo(new StudioStep.Review(1, 2, 1));
    assertThat(StudioWalk.next(new StudioStep.Review(1, 3, 2), new StudioEvent.Silence())).isEqualTo(end(Ending.UNCHANGED));
  }

  @Test
  void what_cannot_be_used_is_refused_in_words_and_said_anew() {
    assertThat(StudioWalk.next(new StudioStep.Finish(1), new StudioEvent.Refused(Refusal.UNHEARD)))
        .isEqualTo(new StudioStep.Refuse(1, Refusal.UNHEARD));
    assertThat(StudioWalk.next(new StudioStep.Refuse(1, Refusal.UNHEARD), new StudioEvent.Said())).isEqualTo(new StudioStep.Speak(2));
    assertThat(StudioWalk.next(new StudioStep.Refuse(StudioWalk.MOST_TAKES, Refusal.UNHEARD), new StudioEvent.Said()))
        .isEqualTo(end(Ending.UNCHANGED));
  }

  @Test
  void what_cannot_come_of_a_step_is_an_error() {
    assertThatThrownBy(() -> StudioWalk.next(StudioWalk.start(), new StudioEvent.InForce())).isInstanceOf(IllegalStateException.class)
        .hasMessage("InForce cannot come of AskPin");
  }

  private static StudioStep end(Ending how) {
    return new StudioStep.End(how);
  }
}
