package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** WAV files as Asterisk writes them, whole and cut off. */
record Wav(byte[] bytes) {
  static final double LOUDNESS = 0.35;
  /** {@link #LOUDNESS} in dB of a full-scale sine. */
  static final double LEVEL = 20 * Math.log10(LOUDNESS);
  /** The same of who speaks half of the time. */
  static final double TURNS_LEVEL = LEVEL - 20 * Math.log10(2);
  private static final int HEADER = 44;

  static Wav tone(double hertz, Duration length) {
    var samples = new short[(int) (length.toMillis() * Leg.RATE / 1000)];
    for (var i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(LOUDNESS * 32767 * Math.sin(2 * Math.PI * hertz * i / Leg.RATE));
    }
    return of(samples);
  }

  /** Two who take turns of half a second: the first begins, the second answers. */
  static Wav turns(double hertz, Duration length, boolean first) {
    var samples = new short[(int) (length.toMillis() * Leg.RATE / 1000)];
    for (var i = 0; i < samples.length; i++) {
      var speaks = (i / (Leg.RATE / 2)) % 2 == 0 == first;
      samples[i] = speaks ? (short) Math.round(LOUDNESS * 32767 * Math.sin(2 * Math.PI * hertz * i / Leg.RATE)) : 0;
    }
    return of(samples);
  }

  static Wav of(short[] samples) {
    var size = HEADER + 2 * samples.length;
    var wav = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(size - 8);
    wav.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16).putInt(0x00010001).putInt(8000).putInt(16000)
        .putInt(0x00100002);
    wav.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(size - HEADER);
    for (var sample : samples) {
      wav.putShort(sample);
    }
    return new Wav(wav.array());
  }

  /** What a killed Asterisk leaves: sizes of zero, and only so many bytes. */
  Wav cutOff(int size) {
    var cut = ByteBuffer.wrap(Arrays.copyOf(bytes, size)).order(ByteOrder.LITTLE_ENDIAN);
    if (size >= HEADER) {
      cut.putInt(4, 0).putInt(40, 0);
    }
    return new Wav(cut.array());
  }

  Wav cutOff() {
    return cutOff(bytes.length);
  }

  Path at(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, bytes);
  }
}
