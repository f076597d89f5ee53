package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LegTest {
  private static final short[] SAMPLES = {1, -2, 300, -30_000, 5};
  private static final int HEADER = 44;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void a_file_that_asterisk_closed_is_read_as_it_is() throws IOException {
    var leg = leg(Wav.of(SAMPLES).bytes());
    assertThat(leg.closed()).isTrue();
    assertThat(leg.samples()).isEqualTo(SAMPLES.length);
    assertThat(leg.fileSize()).isEqualTo(HEADER + 2 * SAMPLES.length);
    try (var in = leg.open()) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(Wav.of(SAMPLES).bytes(), HEADER, HEADER + 2 * SAMPLES.length));
    }
    assertThat(leg(Wav.of(new short[Leg.RATE + 4]).bytes()).length()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void there_may_be_no_file() throws IOException {
    assertThat(Leg.of(folder.resolve("none.wav"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "40, 0", "4, 45", "40, 9", "4, -1", "40, -1"})
  void sizes_that_are_not_the_files_own_are_those_of_a_file_that_was_never_closed(int at, int size) throws IOException {
    var leg = leg(with(at, size));
    assertThat(leg.closed()).isFalse();
    assertThat(leg.samples()).isEqualTo(SAMPLES.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, 36})
  void a_header_with_a_word_of_noise_was_never_closed(int at) throws IOException {
    assertThat(leg(with(at, 0x12345678)).closed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"20, 0x00020001", "20, 0x00010007", "24, 16000", "32, 0x00080001"})
  void a_well_formed_header_of_another_format_is_refused(int at, String word) {
    assertThatThrownBy(() -> leg(with(at, Integer.decode(word)))).isInstanceOf(Leg.Foreign.class).hasMessageContaining("not 8 kHz");
  }

  @Test
  void a_header_alone_is_a_closed_file_without_audio_and_a_piece_of_one_is_not() throws IOException {
    var header = Wav.of(new short[0]).bytes();
    assertThat(leg(header).closed()).isTrue();
    assertThat(leg(header).samples()).isZero();
    for (var size : new int[]{0, 1, 43}) {
      var piece = leg(Arrays.copyOf(header, size));
      assertThat(piece.closed()).isFalse();
      assertThat(piece.samples()).isZero();
      try (var in = piece.open()) {
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void half_a_sample_at_the_end_is_none() throws IOException {
    var cut = leg(Arrays.copyOf(Wav.of(SAMPLES).bytes(), HEADER + 5));
    assertThat(cut.closed()).isFalse();
    assertThat(cut.samples()).isEqualTo(2);
  }

  @Test
  void what_grew_shrank_or_went_away_has_changed() throws IOException {
    var file = folder.resolve("leg.wav");
    var leg = leg(Wav.of(SAMPLES).bytes());
    assertThat(leg.hasChanged()).isFalse();
    Files.write(file, Arrays.copyOf(Wav.of(SAMPLES).bytes(), 60));
    assertThat(leg.hasChanged()).isTrue();
    Files.delete(file);
    assertThat(leg.hasChanged()).isTrue();
  }

  private Leg leg(byte[] bytes) throws IOException {
    return Leg.of(Files.write(folder.resolve("leg.wav"), bytes)).orElseThrow();
  }

  private static byte[] with(int at, int word) {
    var wav = Wav.of(SAMPLES).bytes();
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(at, word);
    return wav;
  }
}
