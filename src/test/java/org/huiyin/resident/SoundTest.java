package org.huiyin.resident;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.huiyin.support.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class SoundTest {
  @TempDir
  Path folder = Path.of("");

  static Stream<AudioFormat> formats() {
    return Stream.of(new AudioFormat(44100, 16, 2, true, false), new AudioFormat(48000, 24, 1, true, false),
        new AudioFormat(16000, 32, 1, true, false),
        new AudioFormat(8000, 8, 1, false, false), new AudioFormat(11025, 16, 1, true, false),
        new AudioFormat(Encoding.ULAW, 8000, 8, 1, 1, 8000, false),
        new AudioFormat(Encoding.ALAW, 8000, 8, 1, 1, 8000, false), new AudioFormat(Encoding.PCM_FLOAT, 22050, 32, 2, 8, 22050, false));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_tone_keeps_its_pitch_length_and_loudness_whatever_the_file(AudioFormat format) throws IOException {
    Sound read = Sound.read(write(format, 1000));
    assertThat(read.length()).isCloseTo(Duration.ofSeconds(1), Duration.ofMillis(1));
    assertThat(Tones.of(1000, read)).isGreaterThanOrEqualTo(Duration.ofMillis(950));
    assertThat(Tones.amplitude(1000, read.samples())).isBetween(0.47 * Short.MAX_VALUE, 0.53 * Short.MAX_VALUE);
  }

  @Test
  void what_a_telephone_cannot_carry_does_not_fold_back_as_another_tone() throws IOException {
    Sound read = Sound.read(write(new AudioFormat(44100, 16, 1, true, false), 5000));
    assertThat(Tones.amplitude(3000, read.samples())).isLessThan(0.01 * Short.MAX_VALUE);
    assertThat(Tones.audible(read.between(Duration.ofMillis(100), Duration.ofMillis(900)))).isZero();
  }

  @Test
  void what_is_no_sound_is_refused_with_the_files_name() throws IOException {
    Path text = Files.writeString(folder.resolve("note.wav"), "not a sound at all, only a note");
    assertThatIOException().isThrownBy(() -> Sound.read(text)).withMessageContaining("note.wav");
  }

  @Test
  void one_sound_follows_the_other_and_can_be_cut_out_again() {
    Sound both = Sound.tone(700, Duration.ofSeconds(1)).then(Sound.tone(1300, Duration.ofSeconds(1)));
    assertThat(both.length()).isEqualTo(Duration.ofSeconds(2));
    assertThat(Tones.place(1300, both).from()).isEqualTo(Duration.ofSeconds(1));
    assertThat(Tones.of(700, both.between(Duration.ofSeconds(1), Duration.ofSeconds(3)))).isZero();
  }

  private Path write(AudioFormat format, double hertz) throws IOException {
    int frames = (int) format.getSampleRate();
    ByteBuffer bytes = ByteBuffer.allocate(frames * format.getFrameSize()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames; i++) {
      double sample = 0.5 * Math.sin(2 * Math.PI * hertz * i / format.getSampleRate());
      for (int channel = 0; channel < format.getChannels(); channel++) {
        put(bytes, sample, format);
      }
    }
    Path file = folder.resolve(format.getEncoding() + "-" + format.getSampleSizeInBits() + "-" + frames + ".wav");
    AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(bytes.array()), format, frames), AudioFileFormat.Type.WAVE,
        file.toFile());
    return file;
  }

  private static void put(ByteBuffer bytes, double sample, AudioFormat format) {
    if (format.getEncoding().equals(Encoding.ULAW)) {
      bytes.put(MuLaw.encode((short) (sample * 32767)));
    } else if (format.getEncoding().equals(Encoding.ALAW)) {
      bytes.put(aLaw((int) (sample * 32767)));
    } else if (format.getEncoding().equals(Encoding.PCM_FLOAT)) {
      bytes.putFloat((float) sample);
    } else if (format.getSampleSizeInBits() == 8) {
      bytes.put((byte) (128 + sample * 127));
    } else if (format.getSampleSizeInBits() == 16) {
      bytes.putShort((short) (sample * 32767));
    } else if (format.getSampleSizeInBits() == 24) {
      int value = (int) (sample * 8388607);
      bytes.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    } else {
      bytes.putInt((int) (sample * 2147483647.0));
    }
  }

  private static byte aLaw(int sample) {
    int magnitude = Math.min(Math.abs(sample), 32767);
    int exponent = magnitude < 256 ? 0 : 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = (magnitude >> (exponent == 0 ? 4 : exponent + 3)) & 0x0f;
    return (byte) (((sample >= 0 ? 0x80 : 0) | (exponent << 4) | mantissa) ^ 0x55);
  }
}
