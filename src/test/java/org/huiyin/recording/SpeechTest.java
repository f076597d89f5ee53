package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

import org.huiyin.call.Mark;
import org.huiyin.call.Spool.SpooledCall;
import org.huiyin.foundation.CallId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpeechTest {
  private static final Mark MESSAGE = mark(3000, 8000L);
  private static final int LENGTH = 10 * Leg.RATE;
  private static final Duration CALL = Duration.ofSeconds(10);

  @TempDir
  private Path folder;

  @Test
  void digital_silence_is_nothing() throws IOException {
    assertThat(nothingSaid(_ -> 0, MESSAGE)).isTrue();
  }

  @Test
  void comfort_noise_is_nothing() throws IOException {
    var random = new Random(1);
    assertThat(nothingSaid(_ -> decibels(-60) * random.nextGaussian(), MESSAGE)).isTrue();
  }

  @Test
  void a_tone_of_a_second_is_something() throws IOException {
    assertThat(nothingSaid(at -> between(at, 5, 6) ? decibels(-9) * tone(440, at) : 0, MESSAGE)).isFalse();
  }

  @Test
  void a_click_is_nothing_and_a_short_word_is_something() throws IOException {
    assertThat(nothingSaid(at -> between(at, 5, 5.1) ? decibels(-20) * tone(300, at) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 5, 5.3) ? decibels(-20) * tone(300, at) : 0, MESSAGE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-20, -40, -46})
  void speech_is_something_however_quiet(int level) throws IOException {
    assertThat(nothingSaid(at -> between(at, 4, 6) ? speech(level, at) : 0, MESSAGE)).isFalse();
  }

  @Test
  void the_pound_key_as_sound_is_nothing_and_a_voice_beside_it_is_something() throws IOException {
    IntToDoubleFunction key = at -> between(at, 7, 8) ? decibels(-12) * (tone(941, at) + tone(1477, at)) : 0;
    assertThat(nothingSaid(key, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> key.applyAsDouble(at) + (between(at, 4, 5) ? speech(-30, at) : 0), MESSAGE)).isFalse();
  }

  @Test
  void a_voice_as_loud_as_the_pound_key_is_something_and_a_breath_under_it_is_nothing() throws IOException {
    assertThat(nothingSaid(at -> between(at, 5, 6) ? decibels(-20) * (tone(941, at) + tone(1477, at) + 1.5 * tone(300, at)) : 0, MESSAGE))
        .isFalse();
    assertThat(nothingSaid(at -> between(at, 5, 6) ? decibels(-20) * (tone(941, at) + tone(1477, at) + 0.4 * tone(300, at)) : 0, MESSAGE))
        .isTrue();
    assertThat(nothingSaid(at -> between(at, 5, 6) ? decibels(-20) * (0.5 * tone(941, at) + tone(1477, at)) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 5, 6) ? decibels(-20) * (tone(770, at) + tone(1209, at)) : 0, MESSAGE))
        .as("the two tones of another key").isFalse();
  }

  @Test
  void a_frame_is_sound_above_the_faint_and_ten_of_them_are_something() throws IOException {
    assertThat(nothingSaid(at -> between(at, 5, 6) ? square(Speech.FAINT, at) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 5, 6) ? square(Speech.FAINT + 1, at) : 0, MESSAGE)).isFalse();
    assertThat(nothingSaid(at -> between(at, 5, 5.18) ? square(5000, at) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 5, 5.2) ? square(5000, at) : 0, MESSAGE)).isFalse();
  }

  @Test
  void half_a_second_around_the_message_is_listened_to_and_no_frame_more() throws IOException {
    assertThat(nothingSaid(at -> between(at, 8.32, 10) ? square(5000, at) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 8.3, 10) ? square(5000, at) : 0, MESSAGE)).isFalse();
    assertThat(nothingSaid(at -> between(at, 0, 2.68) ? square(5000, at) : 0, MESSAGE)).isTrue();
    assertThat(nothingSaid(at -> between(at, 0, 2.7) ? square(5000, at) : 0, MESSAGE)).isFalse();
    assertThat(nothingSaid(at -> between(at, 0, 0.2) ? square(5000, at) : 0, mark(300, 1000L))).as("before the answer there is nothing")
        .isFalse();
  }

  @Test
  void the_last_two_seconds_of_a_message_may_be_missing() throws IOException {
    assertThat(nothingSaid(_ -> 0, mark(3000, 11_999L))).isTrue();
    assertThat(nothingSaid(_ -> 0, mark(3000, 12_000L))).isFalse();
  }

  @Test
  void a_message_that_ended_with_the_call_reaches_to_the_end_of_the_call() throws IOException {
    assertThat(nothingSaid(Duration.ofSeconds(11), _ -> 0, mark(3000, null))).isTrue();
    assertThat(nothingSaid(Duration.ofSeconds(12), _ -> 0, mark(3000, null))).as("two seconds were not recorded").isFalse();
    assertThat(nothingSaid(Duration.ofSeconds(60), _ -> 0, mark(3000, null))).as("most of it was not recorded").isFalse();
  }

  @Test
  void who_hung_up_at_the_tone_said_nothing_and_who_said_a_word_first_said_it() throws IOException {
    assertThat(nothingSaid(Duration.ofSeconds(10), _ -> 0, mark(9900, null))).isTrue();
    assertThat(nothingSaid(Duration.ofSeconds(10), _ -> 0, mark(10_300, null))).as("times of calls are whole seconds").isTrue();
    assertThat(nothingSaid(Duration.ofSeconds(10), at -> between(at, 9.5, 10) ? decibels(-20) * tone(440, at) : 0, mark(9400, null)))
        .isFalse();
  }

  @Test
  void what_is_said_elsewhere_is_no_message() throws IOException {
    IntToDoubleFunction before = at -> between(at, 0, 2) || between(at, 9, 10) ? decibels(-9) * tone(440, at) : 0;
    assertThat(nothingSaid(before, MESSAGE)).isTrue();
    assertThat(nothingSaid(before, MESSAGE, mark(500, 1500L))).as("one of two messages was spoken").isFalse();
    assertThat(nothingSaid(before, mark(3000, null))).as("an open end is the end of the call").isFalse();
    assertThat(nothingSaid(_ -> 0, mark(3000, null))).isTrue();
  }

  @Test
  void without_a_message_there_is_nothing_to_judge() throws IOException {
    assertThat(nothingSaid(_ -> 0, new Mark("notice", "", Duration.ZERO, Duration.ofSeconds(5)))).isFalse();
  }

  @Test
  void words_that_were_to_be_said_anew_count_when_nothing_came_after_them() throws IOException {
    var first = new Mark("replaced", "", Duration.ofSeconds(1), Duration.ofSeconds(3));
    assertThat(nothingSaid(at -> between(at, 1, 3) ? speech(-30, at) : 0, first, mark(6000, 9000L))).isFalse();
    assertThat(nothingSaid(_ -> 0, first, mark(6000, 9000L))).isTrue();
  }

  @Test
  void what_could_not_be_listened_to_counts_as_said() throws IOException {
    assertThat(nothingSaid(_ -> 0, mark(3000, 13_000L))).as("the audio ends before the message").isFalse();
    var files = files();
    assertThat(Speech.nothingSaid(Capture.of(files), List.of(MESSAGE), CALL)).as("there is no audio").isFalse();
    var mixed = Wav.of(new short[LENGTH]).at(folder.resolve(files.call() + ".wav"));
    var capture = Capture.of(new SpooledCall(files.call(), files.callerLeg(), files.staffLeg(), List.of(mixed)));
    assertThat(capture.samples()).isEqualTo(LENGTH);
    assertThat(Speech.nothingSaid(capture, List.of(MESSAGE), CALL)).as("only the mixed file is there").isFalse();
  }

  private boolean nothingSaid(IntToDoubleFunction sound, Mark... marks) throws IOException {
    return nothingSaid(CALL, sound, marks);
  }

  private boolean nothingSaid(Duration call, IntToDoubleFunction sound, Mark... marks) throws IOException {
    var samples = new short[LENGTH];
    for (var i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(32767 * sound.applyAsDouble(i));
    }
    var files = files();
    Wav.of(samples).at(files.callerLeg());
    return Speech.nothingSaid(Capture.of(files), List.of(marks), call);
  }

  private SpooledCall files() {
    var call = CallId.random();
    return new SpooledCall(call, folder.resolve(call + "-caller.wav"), folder.resolve(call + "-staff.wav"), List.of());
  }

  /** Syllables of a voice with its overtones, four a second with pauses between; the level is that of the whole. */
  private static double speech(int level, int at) {
    var syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * at / Leg.RATE));
    double voice = 0;
    for (var overtone = 1; overtone <= 12; overtone++) {
      voice += tone(130 * overtone, at) / overtone;
    }
    return decibels(level) * 2.2 * syllable * voice;
  }

  private static double tone(double hertz, int at) {
    return Math.sin(2 * Math.PI * hertz * at / Leg.RATE);
  }

  /** Up and down each sample, so that every one is as loud as the other. */
  private static double square(int sample, int at) {
    return (at % 2 == 0 ? sample : -sample) / 32767.0;
  }

  private static double decibels(double level) {
    return Math.pow(10, level / 20);
  }

  private static boolean between(int at, double from, double to) {
    return at >= from * Leg.RATE && at < to * Leg.RATE;
  }

  private static Mark mark(long from, @Nullable Long to) {
    return new Mark("message", "", Duration.ofMillis(from), to == null ? null : Duration.ofMillis(to));
  }
}
