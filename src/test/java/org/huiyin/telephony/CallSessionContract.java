package org.huiyin.telephony;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.huiyin.telephony.CallSession.Note;
import org.huiyin.telephony.Listened.End;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** What every call session promises: the scripted one and the one on a real telephone line. */
interface CallSessionContract {
  String ONE = "huiyin/zh/one";
  String TWO = "huiyin/zh/two";
  String THREE = "huiyin/zh/three";
  /** How long each of them is. */
  Duration SOUND = ofSeconds(1);
  /** What a busy machine may add. */
  Duration SLACK = ofMillis(1500);

  /**
   * Something the resident does in the middle of a moment. Each sound, each wait for a key and each message is a moment, counted from 0.
   *
   * @param says speaks so long from then on
   */
  record Doing(int moment, @Nullable Duration says, String keys, boolean hangsUp) {
  }

  /** What the call left behind. */
  record Left(Map<Note, String> notes, boolean done) {
  }

  static Doing presses(int moment, String keys) {
    return new Doing(moment, null, keys, false);
  }

  static Doing says(int moment, Duration length, String keys) {
    return new Doing(moment, length, keys, false);
  }

  static Doing hangsUp(int moment) {
    return new Doing(moment, null, "", true);
  }

  /** Runs the script in a call; an assertion that fails in it fails here. */
  Left inACall(CallScript script, Doing... doings) throws Exception;

  private static Duration took(CallSession session, Runnable act) {
    var began = session.elapsed();
    act.run();
    return session.elapsed().minus(began);
  }

  @Test
  default void sounds_play_one_after_the_other_to_their_end() throws Exception {
    inACall(session -> {
      var took = took(session, () -> assertThat(session.play(List.of(ONE, TWO), "123")).isEqualTo(new Outcome.Silence()));
      assertThat(took).isBetween(SOUND.multipliedBy(2).minusMillis(100), SOUND.multipliedBy(2).plus(SLACK));
      assertThat(session.play(List.of(), "1")).isEqualTo(new Outcome.Silence());
    });
  }

  @Test
  default void a_key_that_counts_stops_the_sounds_at_once() throws Exception {
    inACall(session -> {
      var took = took(session, () -> assertThat(session.play(List.of(ONE, TWO, THREE), "12")).isEqualTo(new Outcome.Key('2')));
      assertThat(took).isBetween(SOUND.plusMillis(200), SOUND.multipliedBy(2).plusMillis(800));
    }, presses(1, "2"));
  }

  @Test
  default void a_key_that_does_not_count_is_passed_over() throws Exception {
    inACall(session -> {
      assertThat(session.play(List.of(ONE), "12")).isEqualTo(new Outcome.Silence());
      assertThat(session.play(List.of(TWO), "12*#")).isEqualTo(new Outcome.Key('#'));
    }, presses(0, "7"), presses(1, "#"));
  }

  @Test
  default void a_key_in_what_plays_whole_is_kept_and_the_rest_still_plays() throws Exception {
    inACall(session -> {
      var took = took(session, () -> assertThat(session.playWhole(List.of(ONE, TWO), "0123456789")).isEqualTo(new Outcome.Key('4')));
      assertThat(took).isBetween(SOUND.multipliedBy(2).minusMillis(150), SOUND.multipliedBy(2).plus(SLACK));
      assertThat(session.awaitKey(ofMillis(300))).as("it was one key").isEqualTo(new Outcome.Silence());
    }, presses(0, "4"));
  }

  @Test
  default void what_plays_whole_without_a_key_is_silence() throws Exception {
    inACall(session -> assertThat(session.playWhole(List.of(ONE), "12")).isEqualTo(new Outcome.Silence()), presses(0, "9"));
  }

  @Test
  default void a_second_key_waits_for_the_next_act() throws Exception {
    inACall(session -> {
      assertThat(session.playWhole(List.of(ONE, TWO), "0123456789")).isEqualTo(new Outcome.Key('8'));
      assertThat(took(session, () -> assertThat(session.play(List.of(THREE), "23")).isEqualTo(new Outcome.Key('2'))))
          .isLessThan(ofMillis(500));
    }, presses(0, "8"), presses(1, "2"));
  }

  @Test
  default void a_key_is_awaited_or_the_time_runs_out() throws Exception {
    inACall(session -> {
      assertThat(session.awaitKey(ofSeconds(5))).isEqualTo(new Outcome.Key('*'));
      var took = took(session, () -> assertThat(session.awaitKey(ofSeconds(1))).isEqualTo(new Outcome.Silence()));
      assertThat(took).isBetween(ofMillis(900), ofSeconds(1).plus(SLACK));
    }, presses(0, "*"));
  }

  @Test
  default void a_message_ends_with_the_hash_key() throws Exception {
    inACall(session -> {
      var heard = session.listen(ofSeconds(3), ofSeconds(30));
      assertThat(heard.end()).isEqualTo(End.FINISHED);
      assertThat(heard.spoken()).isBetween(ofSeconds(2), ofSeconds(2).plus(SLACK));
      assertThat(session.play(List.of(ONE), "#")).as("the key is used up").isEqualTo(new Outcome.Silence());
    }, says(0, ofSeconds(2), "#"));
  }

  @Test
  default void a_message_ends_with_silence() throws Exception {
    inACall(session -> {
      var heard = session.listen(ofSeconds(2), ofSeconds(30));
      assertThat(heard.end()).isEqualTo(End.SILENCE);
      assertThat(heard.spoken()).isBetween(ofSeconds(2).minusMillis(200), ofSeconds(2).plus(SLACK));
    });
  }

  @Test
  default void a_message_ends_with_its_limit() throws Exception {
    inACall(session -> {
      var heard = session.listen(ofSeconds(10), ofSeconds(2));
      assertThat(heard.end()).isEqualTo(End.LIMIT);
      assertThat(heard.spoken()).isBetween(ofSeconds(2).minusMillis(200), ofSeconds(2).plus(SLACK));
    });
  }

  @Test
  default void what_was_said_is_played_back_and_a_key_stops_it() throws Exception {
    inACall(session -> {
      var heard = session.listen(ofSeconds(3), ofSeconds(30));
      var said = List.of(new CallSession.Piece(session.elapsed().minus(heard.spoken()), session.elapsed()));
      assertThat(session.playBack(said, "123#")).isEqualTo(new Outcome.Key('2'));
      assertThat(session.playBack(said, "1")).isEqualTo(new Outcome.Silence());
      assertThat(session.playBack(List.of(), "1")).as("nothing was said").isEqualTo(new Outcome.Silence());
    }, says(0, ofSeconds(2), "#"), presses(1, "2"));
  }

  @Test
  default void after_a_hang_up_every_act_returns_at_once() throws Exception {
    for (int moment = 0; moment < 4; moment++) {
      var outcomes = new ArrayList<Object>();
      int last = moment;
      inACall(session -> {
        if (last > 0) {
          assertThat(session.play(List.of(ONE), "1")).isEqualTo(new Outcome.Silence());
        }
        if (last > 1) {
          assertThat(session.playWhole(List.of(TWO), "1")).isEqualTo(new Outcome.Silence());
        }
        if (last > 2) {
          assertThat(session.awaitKey(ofSeconds(1))).isEqualTo(new Outcome.Silence());
        }
        switch (last) {
          case 0 -> outcomes.add(session.play(List.of(ONE, TWO), "1"));
          case 1 -> outcomes.add(session.playWhole(List.of(TWO, THREE), "1"));
          case 2 -> outcomes.add(session.awaitKey(ofSeconds(20)));
          default -> outcomes.add(session.listen(ofSeconds(10), ofSeconds(60)).end() == End.HUNG_UP ? new Outcome.HungUp() : "?");
        }
        assertThat(outcomes).containsExactly(new Outcome.HungUp());
        var took = took(session, () -> {
          assertThat(session.play(List.of(ONE), "1")).isEqualTo(new Outcome.HungUp());
          assertThat(session.playWhole(List.of(ONE), "1")).isEqualTo(new Outcome.HungUp());
          assertThat(session.awaitKey(ofSeconds(20))).isEqualTo(new Outcome.HungUp());
          assertThat(session.playBack(List.of(new CallSession.Piece(ZERO, ofSeconds(1))), "1")).isEqualTo(new Outcome.HungUp());
          assertThat(session.listen(ofSeconds(10), ofSeconds(60))).isEqualTo(new Listened(ZERO, End.HUNG_UP));
          session.note(Note.STAGE, "menu");
          session.done();
        });
        assertThat(took).isLessThan(ofMillis(100));
      }, hangsUp(moment));
      assertThat(outcomes).as("the script ran").isNotEmpty();
    }
  }

  @Test
  default void notes_and_the_last_act_reach_the_other_side() throws Exception {
    var left = inACall(session -> {
      session.note(Note.STAGE, "menu");
      session.note(Note.CHOICE, "repair");
      session.note(Note.LANGUAGE, "en");
      session.note(Note.NOTICE, "zh-2026.1_a");
      session.note(Note.MARKS, "notice@0-4000;key2@7000-7000;key#@7100-7100;message@12000-");
      session.note(Note.STAGE, "message");
      session.done();
    });
    assertThat(left)
        .isEqualTo(new Left(Map.of(Note.STAGE, "message", Note.CHOICE, "repair", Note.LANGUAGE, "en", Note.NOTICE, "zh-2026.1_a",
            Note.MARKS, "notice@0-4000;key2@7000-7000;key#@7100-7100;message@12000-"), true));
  }

  @Test
  default void the_longest_note_arrives_whole() throws Exception {
    String marks = "prompt@1000-2000;".repeat(200).substring(0, Note.LONGEST);
    var left = inACall(session -> {
      session.note(Note.MARKS, marks);
      session.done();
    });
    assertThat(left.notes()).containsEntry(Note.MARKS, marks);
  }

  @Test
  default void what_is_no_note_no_sound_and_no_key_is_refused() throws Exception {
    inACall(session -> {
      for (String value : List.of("a\nSET VARIABLE HOTLINE_DONE 1", "a\rb", "\"", "${SHELL(x)}", "报修", "x".repeat(Note.LONGEST + 1))) {
        assertThatIllegalArgumentException().isThrownBy(() -> session.note(Note.STAGE, value));
      }
      for (String sound : List.of("../../etc/passwd", "a b", "a\nHANGUP", "", "/etc/passwd", "a\"b", "a/../b")) {
        assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of(sound), ""));
        assertThatIllegalArgumentException().isThrownBy(() -> session.playWhole(List.of(sound), ""));
      }
      assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of(ONE), "1\n2"));
      assertThatIllegalArgumentException().isThrownBy(() -> session.listen(ofMillis(1500), ofSeconds(10)));
      assertThatIllegalArgumentException().isThrownBy(() -> session.listen(ofSeconds(1), Duration.ofMinutes(11)));
    });
  }
}
