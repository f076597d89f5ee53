package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Two sides beside each other, and the loudest of each slice. */
class WaveformTest {
  private static final int SLICE = Leg.RATE / PeakMeter.PER_SECOND;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void each_slice_has_the_loudest_of_each_side_however_the_pieces_are_cut() {
    var pairs = new short[2 * (2 * SLICE + 10)];
    pairs[2 * 5] = 12_800;
    pairs[2 * 6] = -1280;
    pairs[2 * 399 + 1] = -6400;
    pairs[2 * SLICE + 1] = Short.MIN_VALUE;
    pairs[2 * (2 * SLICE + 9)] = 1280;
    var whole = new PeakMeter();
    whole.add(pairs, pairs.length / 2);
    var inPieces = new PeakMeter();
    for (int from = 0; from < pairs.length; from += 2 * 160) {
      var piece = Arrays.copyOfRange(pairs, from, Math.min(pairs.length, from + 2 * 160));
      inPieces.add(piece, piece.length / 2);
    }
    for (var meter : new PeakMeter[]{whole, inPieces}) {
      var bytes = meter.toBytes();
      assertThat(bytes).containsExactly(100, 0, 10, 50, 255, 0);
      var peaks = PeakMeter.parse(bytes);
      assertThat(peaks.perSecond()).isEqualTo(20);
      assertThat(peaks.left()).containsExactly(100, 0, 10);
      assertThat(peaks.right()).containsExactly(50, 255, 0);
    }
  }

  @Test
  void whole_slices_have_none_after_them() {
    var meter = new PeakMeter();
    meter.add(new short[2 * SLICE], SLICE);
    assertThat(meter.toBytes()).hasSize(2);
    assertThat(new PeakMeter().toBytes()).isEmpty();
  }

  @Test
  void of_a_piece_only_the_pairs_that_are_real_count() {
    var meter = new PeakMeter();
    meter.add(new short[]{128, 0, 12_800, 12_800}, 1);
    assertThat(meter.toBytes()).containsExactly(1, 0);
  }

  @Test
  void the_shorter_side_is_silent_to_the_end() throws IOException {
    var left = samples(OggOpus.FRAME + 3, 1);
    var right = samples(OggOpus.FRAME - 2, 1000);
    try (var source = StereoSource.open(leg("left.wav", left), leg("right.wav", right))) {
      var frame = new short[2 * OggOpus.FRAME];
      assertThat(source.samples()).isEqualTo(OggOpus.FRAME + 3);
      assertThat(source.read(frame)).isEqualTo(OggOpus.FRAME);
      for (int i = 0; i < OggOpus.FRAME; i++) {
        assertThat(frame[2 * i]).isEqualTo(left[i]);
        assertThat(frame[2 * i + 1]).isEqualTo(i < right.length ? right[i] : 0);
      }
      assertThat(source.read(frame)).isEqualTo(3);
      assertThat(Arrays.copyOf(frame, 8)).containsExactly(left[OggOpus.FRAME], 0, left[OggOpus.FRAME + 1], 0, left[OggOpus.FRAME + 2], 0, 0,
          0);
      assertThat(source.read(frame)).isZero();
    }
  }

  @Test
  void a_side_that_is_not_there_is_silent_throughout() throws IOException {
    try (var source = StereoSource.open(Optional.empty(), leg("right.wav", new short[]{7, -8}))) {
      var frame = new short[2 * OggOpus.FRAME];
      assertThat(source.read(frame)).isEqualTo(2);
      assertThat(Arrays.copyOf(frame, 6)).containsExactly(0, 7, 0, -8, 0, 0);
    }
    assertThat(StereoSource.samples(Optional.empty())).isZero();
  }

  /** Small and large ones, above and below zero. */
  private static short[] samples(int count, int from) {
    var samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (short) ((i % 2 == 0 ? 1 : -1) * (from + 37 * i));
    }
    return samples;
  }

  private Optional<Leg> leg(String name, short[] samples) throws IOException {
    return Leg.of(Wav.of(samples).at(folder.resolve(name)));
  }
}
