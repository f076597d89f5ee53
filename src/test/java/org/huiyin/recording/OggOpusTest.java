package org.huiyin.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.gagravarr.ogg.OggFile;
import org.gagravarr.ogg.OggPacket;
import org.gagravarr.opus.OpusInfo;
import org.huiyin.support.StereoAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class OggOpusTest {
  private static final int LEFT = 440;
  private static final int RIGHT = 1250;

  @TempDir
  private Path folder;

  @Test
  void each_side_is_in_its_own_channel_as_loud_as_it_was() throws IOException {
    var audio = encoded(Wav.tone(LEFT, Duration.ofSeconds(5)), Wav.tone(RIGHT, Duration.ofSeconds(5)));
    assertThat(StereoAudio.level(audio.left(), LEFT)).isCloseTo(Wav.LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.right(), RIGHT)).isCloseTo(Wav.LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.left(), RIGHT)).as("even of two at once, which is the hardest").isLessThan(-60);
    assertThat(StereoAudio.level(audio.right(), LEFT)).isLessThan(-60);
  }

  @Test
  void who_speaks_alone_is_not_heard_on_the_other_side() throws IOException {
    var length = Duration.ofSeconds(6);
    var audio = encoded(Wav.turns(LEFT, length, true), Wav.turns(RIGHT, length, false));
    assertThat(StereoAudio.level(audio.left(), LEFT)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.right(), RIGHT)).isCloseTo(Wav.TURNS_LEVEL, within(1.5));
    for (var second = 0; second < 6; second++) {
      var turn = Duration.ofMillis(second * 1000L + 100);
      assertThat(StereoAudio.level(audio.right(), LEFT, turn, turn.plusMillis(350))).as("second %d", second).isLessThan(-60);
      assertThat(StereoAudio.level(audio.left(), RIGHT, turn.plusMillis(500), turn.plusMillis(850))).as("second %d", second)
          .isLessThan(-60);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 1000, 1234, 61_003})
  void it_is_as_long_as_the_audio_was_to_the_sample(int millis) throws IOException {
    var audio = encoded(Wav.tone(LEFT, Duration.ofMillis(millis)), Wav.tone(RIGHT, Duration.ofMillis(millis)));
    assertThat(audio.left()).hasSize(millis * 8);
  }

  @Test
  void what_was_said_is_where_it_was_said() throws IOException {
    var samples = new short[8000 * 3];
    samples[8000] = Short.MAX_VALUE;
    samples[8001] = Short.MIN_VALUE;
    var left = encoded(Wav.of(samples), Wav.tone(RIGHT, Duration.ofSeconds(3))).left();
    var loudest = 0;
    for (var i = 0; i < left.length; i++) {
      loudest = Math.abs(left[i]) > Math.abs(left[loudest]) ? i : loudest;
    }
    assertThat(loudest).isBetween(8000 - 16, 8000 + 16);
  }

  @Test
  void the_shorter_side_is_silent_to_the_end() throws IOException {
    var audio = encoded(Wav.tone(LEFT, Duration.ofSeconds(2)), Wav.tone(RIGHT, Duration.ofSeconds(6)));
    assertThat(audio.length()).isEqualTo(Duration.ofSeconds(6));
    assertThat(StereoAudio.level(audio.left(), LEFT, Duration.ZERO, Duration.ofSeconds(2))).isCloseTo(Wav.LEVEL, within(1.5));
    assertThat(StereoAudio.level(audio.left(), LEFT, Duration.ofMillis(2200), Duration.ofSeconds(6))).isLessThan(-60);
    assertThat(StereoAudio.level(audio.right(), RIGHT, Duration.ofSeconds(4), Duration.ofSeconds(6))).isCloseTo(Wav.LEVEL, within(1.5));
  }

  @Test
  void who_begins_to_speak_after_a_long_silence_is_heard_from_the_first_moment_as_loud_as_he_was() throws IOException {
    var samples = new short[8000 * 6];
    tone(samples, 8000 * 3, 8000 * 6, Wav.LOUDNESS);
    var left = encoded(Wav.of(samples), Wav.tone(RIGHT, Duration.ofSeconds(6))).left();
    assertThat(StereoAudio.level(left, LEFT, Duration.ZERO, Duration.ofMillis(2980))).isLessThan(-60);
    for (var from = 3000; from < 6000; from += 500) {
      assertThat(StereoAudio.level(left, LEFT, Duration.ofMillis(from), Duration.ofMillis(from + 500))).as("from %d ms", from)
          .isCloseTo(Wav.LEVEL, within(1.5));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.01, 2.5", "0.003, 2.5", "0.0015, 5"})
  void who_is_faint_is_still_there(double loudness, double tolerance) throws IOException {
    var samples = new short[8000 * 4];
    tone(samples, 8000, 8000 * 3, loudness);
    var left = encoded(Wav.of(samples), Wav.tone(RIGHT, Duration.ofSeconds(4))).left();
    assertThat(StereoAudio.level(left, LEFT, Duration.ofMillis(1200), Duration.ofMillis(2900))).isCloseTo(20 * Math.log10(loudness),
        within(tolerance));
  }

  @Test
  void a_minute_takes_less_than_a_tenth_of_the_wav_and_a_page_is_a_second() throws IOException {
    var minute = Duration.ofMinutes(1);
    var bytes = encode(Wav.tone(LEFT, minute), Wav.tone(RIGHT, minute)).toByteArray();
    assertThat(bytes.length).isLessThan(2 * 16_000 * 60 / 10);
    var packets = new OggFile(new ByteArrayInputStream(bytes)).getPacketReader();
    var head = packets.getNextPacket();
    assertThat(head.isBeginningOfStream()).isTrue();
    assertThat(new OpusInfo(head).getPreSkip()).isEqualTo(312);
    assertThat(new OpusInfo(head).getNumChannels()).isEqualTo(2);
    assertThat(head.getData()).as("two streams, none coupled, left first").endsWith(1, 2, 0, 0, 1);
    packets.getNextPacket();
    long pages = 0;
    var sequence = -1;
    OggPacket last = head;
    for (OggPacket packet = packets.getNextPacket(); packet != null; packet = packets.getNextPacket()) {
      pages += packet.getSequenceNumber() == sequence ? 0 : 1;
      sequence = packet.getSequenceNumber();
      last = packet;
    }
    assertThat(pages).isBetween(60L, 62L);
    assertThat(last.isEndOfStream()).isTrue();
    assertThat(last.getGranulePosition()).isEqualTo(312 + 60 * 48_000);
  }

  private static void tone(short[] samples, int from, int to, double loudness) {
    for (var i = from; i < to; i++) {
      samples[i] = (short) Math.round(loudness * 32767 * Math.sin(2 * Math.PI * LEFT * i / Leg.RATE));
    }
  }

  private StereoAudio encoded(Wav left, Wav right) throws IOException {
    return StereoAudio.decode(new ByteArrayInputStream(encode(left, right).toByteArray()));
  }

  private ByteArrayOutputStream encode(Wav left, Wav right) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var source = StereoSource.open(Leg.of(left.at(folder.resolve("left.wav"))),
        Optional.of(Leg.of(right.at(folder.resolve("right.wav"))).orElseThrow()))) {
      OggOpus.encode(source, new PeakMeter(), out);
    }
    return out;
  }
}
