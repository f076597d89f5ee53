package org.huiyin.telephony;

import java.time.Duration;
import java.util.List;

import org.huiyin.telephony.CallSessionContract.Doing;
import org.huiyin.telephony.StudioSession.Take;
import org.junit.jupiter.api.Test;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.huiyin.telephony.CallSessionContract.hangsUp;
import static org.huiyin.telephony.CallSessionContract.presses;
import static org.huiyin.telephony.CallSessionContract.says;

/** What every call promises in which a prompt is recorded: the scripted one and the one on a real telephone line. */
interface StudioSessionContract {
  String ONE = CallSessionContract.ONE;
  String TWO = CallSessionContract.TWO;
  int HEADER = 44;
  int BYTES_A_MILLISECOND = 16;

  /**
   * Runs the script in a call, in which each sound, each wait for a key, each recording and each playing back is a moment; an assertion that fails in it fails
   * here.
   *
   * @return whether the script's last act was done
   */
  boolean inAStudio(StudioScript script, Doing... doings) throws Exception;

  @Test
  default void sounds_are_played_and_keys_are_taken_as_in_every_call() throws Exception {
    var done = inAStudio(session -> {
      assertThat(session.play(List.of(ONE, TWO), "12")).isEqualTo(new Outcome.Key('2'));
      assertThat(session.awaitKey(ofSeconds(5))).isEqualTo(new Outcome.Key('#'));
      assertThat(session.awaitKey(ofSeconds(1))).isEqualTo(new Outcome.Silence());
      assertThat(session.play(List.of(ONE), "12")).isEqualTo(new Outcome.Silence());
      session.done();
    }, presses(1, "2"), presses(2, "#"));
    assertThat(done).isTrue();
  }

  @Test
  default void what_is_said_up_to_the_hash_key_is_recorded_and_heard_again_until_a_key_ends_it() throws Exception {
    inAStudio(session -> {
      var take = session.record(ofSeconds(20));
      assertThat(take).isInstanceOf(Take.Taken.class);
      byte[] wav = ((Take.Taken) take).wav();
      assertThat(new String(wav, 0, 4, java.nio.charset.StandardCharsets.US_ASCII)).isEqualTo("RIFF");
      assertThat(length(wav)).isBetween(ofMillis(1500), ofMillis(3500));
      assertThat(session.playBack(wav, "12#")).as("the key that ended it is used up").isEqualTo(new Outcome.Silence());
      assertThat(session.playBack(wav, "12#")).isEqualTo(new Outcome.Key('1'));
    }, says(0, ofSeconds(2), "#"), presses(2, "1"));
  }

  @Test
  default void a_recording_ends_at_its_limit() throws Exception {
    inAStudio(session -> {
      var take = session.record(ofSeconds(2));
      assertThat(take).isInstanceOfSatisfying(Take.Taken.class,
          taken -> assertThat(length(taken.wav())).isBetween(ofMillis(1500), ofMillis(2600)));
    }, says(0, ofSeconds(4), ""));
  }

  private static Duration length(byte[] wav) {
    return Duration.ofMillis((wav.length - HEADER) / BYTES_A_MILLISECOND);
  }

  @Test
  default void keys_pressed_before_a_sound_that_takes_none_are_forgotten() throws Exception {
    inAStudio(session -> {
      assertThat(session.play(List.of(ONE), "")).isEqualTo(new Outcome.Silence());
      session.play(List.of(), "");
      assertThat(session.play(List.of(TWO), "12#")).isEqualTo(new Outcome.Silence());
    }, presses(0, "#"));
  }

  @Test
  default void after_a_hang_up_every_act_returns_at_once() throws Exception {
    for (int moment = 0; moment < 3; moment++) {
      int last = moment;
      var done = inAStudio(session -> {
        if (last > 0) {
          assertThat(session.play(List.of(ONE), "1")).isEqualTo(new Outcome.Silence());
        }
        switch (last) {
          case 0 -> assertThat(session.play(List.of(ONE, TWO), "1")).isEqualTo(new Outcome.HungUp());
          case 1 -> assertThat(session.record(ofSeconds(20))).isEqualTo(new Take.HungUp());
          default -> assertThat(session.playBack(silence(), "1")).isEqualTo(new Outcome.HungUp());
        }
        assertThat(session.play(List.of(ONE), "1")).isEqualTo(new Outcome.HungUp());
        assertThat(session.awaitKey(ofSeconds(20))).isEqualTo(new Outcome.HungUp());
        assertThat(session.record(ofSeconds(20))).isEqualTo(new Take.HungUp());
        assertThat(session.playBack(silence(), "1")).isEqualTo(new Outcome.HungUp());
        session.done();
      }, hangsUp(moment == 0 ? 0 : 1));
      assertThat(done).isFalse();
    }
  }

  /** Five seconds of nothing. */
  private static byte[] silence() {
    return new byte[HEADER + 5_000 * BYTES_A_MILLISECOND];
  }

  @Test
  default void what_is_no_sound_no_key_and_no_limit_is_refused() throws Exception {
    inAStudio(session -> {
      assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of("../../etc/passwd"), ""));
      assertThatIllegalArgumentException().isThrownBy(() -> session.play(List.of(ONE), "1\n2"));
      assertThatIllegalArgumentException().isThrownBy(() -> session.playBack(silence(), "x"));
      assertThatIllegalArgumentException().isThrownBy(() -> session.record(Duration.ZERO));
      assertThatIllegalArgumentException().isThrownBy(() -> session.record(Duration.ofMinutes(11)));
    });
  }
}
