package org.huiyin.resident;

import java.time.Duration;
import java.util.Arrays;

import org.huiyin.support.Tones;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EarTest {
  private static final long SECOND = 1_000_000_000L;
  private final Ear ear = new Ear();

  @Test
  void two_prompts_stand_where_they_were_heard_with_silence_between_them() {
    hears(Sound.tone(700, Duration.ofSeconds(1)), SECOND, 1, 5000);
    hears(Sound.tone(1300, Duration.ofSeconds(1)), 4 * SECOND, 2, 900_000);
    Sound all = ear.everything(0, 6 * SECOND);
    assertThat(all.length()).isEqualTo(Duration.ofSeconds(6));
    assertThat(Tones.place(700, all)).isEqualTo(new Tones.Place(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(Tones.place(1300, all)).isEqualTo(new Tones.Place(Duration.ofSeconds(4), Duration.ofSeconds(5)));
    assertThat(Tones.audible(all)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void packets_that_come_unevenly_are_set_by_their_timestamps() {
    byte[][] frames = Sound.tone(700, Duration.ofSeconds(1)).frames();
    for (int i = 0; i < frames.length; i++) {
      long jitter = i % 5 * 15_000_000L;
      ear.take(new Rtp.Speech(i, i * Line.FRAME, 1, frames[i]), i * 20_000_000L + jitter);
    }
    assertThat(Tones.of(700, ear.everything(0, SECOND))).isGreaterThanOrEqualTo(Duration.ofMillis(950));
  }

  @Test
  void packets_that_come_all_at_once_after_a_stall_are_set_where_they_belong() {
    byte[][] frames = Sound.tone(700, Duration.ofSeconds(2)).frames();
    for (int i = 0; i < frames.length; i++) {
      long onTime = i * 20_000_000L;
      boolean stalled = i >= 20 && i < 45;
      ear.take(new Rtp.Speech(i, i * Line.FRAME, 1, frames[i]), stalled ? 45 * 20_000_000L : onTime);
    }
    assertThat(Tones.of(700, ear.everything(0, 2 * SECOND))).isGreaterThanOrEqualTo(Duration.ofMillis(1950));
  }

  @Test
  void what_comes_later_for_good_is_set_later() {
    byte[][] frames = Sound.tone(700, Duration.ofSeconds(2)).frames();
    for (int i = 0; i < frames.length; i++) {
      long pause = i < 50 ? 0 : SECOND;
      ear.take(new Rtp.Speech(i, i * Line.FRAME, 1, frames[i]), i * 20_000_000L + pause);
    }
    Sound all = ear.everything(0, 3 * SECOND);
    assertThat(Tones.of(700, all)).isGreaterThanOrEqualTo(Duration.ofMillis(1950));
    assertThat(Tones.audible(Sound.of(Arrays.copyOfRange(all.samples(), Sound.RATE, 2 * Sound.RATE)))).isZero();
  }

  @Test
  void silence_is_not_counted_as_heard() {
    hears(Sound.silence(Duration.ofSeconds(2)), 0, 1, 0);
    assertThat(ear.heardSoFar()).isZero();
    hears(Sound.tone(700, Duration.ofSeconds(1)), 2 * SECOND, 1, 16000);
    assertThat(ear.heardSoFar()).isBetween(Duration.ofMillis(960), Duration.ofSeconds(1));
    assertThat(ear.quietSince(0, 5 * SECOND)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2100));
    assertThat(ear.quietSince(4 * SECOND, 5 * SECOND)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void the_tone_after_which_the_hotline_listens_is_known_from_any_other() {
    hears(Sound.tone(500, Duration.ofSeconds(1)), 0, 1, 0);
    hears(Sound.tone(880, Duration.ofSeconds(1)), SECOND, 1, 8000);
    hears(Sound.tone(700, Duration.ofMillis(60)), 3 * SECOND, 1, 24000);
    assertThat(ear.lastBeepAt()).isEmpty();
    hears(Sound.tone(700, Duration.ofMillis(400)), 4 * SECOND, 1, 32000);
    assertThat(ear.lastBeepAt()).hasValueSatisfying(at -> assertThat(at).isBetween(4 * SECOND + SECOND / 3, 4 * SECOND + SECOND / 2));
  }

  private void hears(Sound sound, long at, int source, int timestamp) {
    byte[][] frames = sound.frames();
    for (int i = 0; i < frames.length; i++) {
      ear.take(new Rtp.Speech(i, timestamp + i * Line.FRAME, source, frames[i]), at + i * 20_000_000L);
    }
  }
}
