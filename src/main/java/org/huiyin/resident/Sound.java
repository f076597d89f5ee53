package org.huiyin.resident;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** What is said on a telephone: 16-bit samples, 8,000 a second, one channel. */
public final class Sound {
  public static final int RATE = 8000;
  private static final int FADE = RATE / 200;
  private static final int KERNEL = 16;
  private static final double LOUDNESS = 0.35 * Short.MAX_VALUE;

  private final short[] samples;

  private Sound(short[] samples) {
    this.samples = samples;
  }

  public static Sound of(short[] samples) {
    return new Sound(samples.clone());
  }

  public static Sound silence(Duration length) {
    return new Sound(new short[count(length)]);
  }

  /** A plain tone without a click at either end. */
  public static Sound tone(double hertz, Duration length) {
    short[] samples = new short[count(length)];
    for (int i = 0; i < samples.length; i++) {
      double fade = Math.min(1, Math.min(i, samples.length - 1 - i) / (double) FADE);
      samples[i] = (short) Math.round(LOUDNESS * fade * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return new Sound(samples);
  }

  /** Reads a WAV file of any ordinary kind: 8 to 32 bit, float, mu-law or A-law, any rate, any number of channels (mixed to one). */
  public static Sound read(Path wav) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(wav)); var audio = AudioSystem.getAudioInputStream(in)) {
      AudioFormat format = audio.getFormat();
      return new Sound(resample(mono(audio.readAllBytes(), format), format.getSampleRate()));
    } catch (UnsupportedAudioFileException e) {
      throw new IOException(wav + " is not a WAV file that can be read", e);
    }
  }

  public Sound then(Sound next) {
    short[] both = Arrays.copyOf(samples, samples.length + next.samples.length);
    System.arraycopy(next.samples, 0, both, samples.length, next.samples.length);
    return new Sound(both);
  }

  public Sound between(Duration from, Duration to) {
    return new Sound(Arrays.copyOfRange(samples, Math.min(count(from), samples.length), Math.min(count(to), samples.length)));
  }

  public Duration length() {
    return Duration.ofNanos(samples.length * 1_000_000_000L / RATE);
  }

  public short[] samples() {
    return samples.clone();
  }

  /** Mu-law frames of 20 ms, the last one filled with silence. */
  byte[][] frames() {
    byte[][] frames = new byte[(samples.length + Line.FRAME - 1) / Line.FRAME][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = MuLaw.encode(samples, i * Line.FRAME, Line.FRAME);
    }
    return frames;
  }

  private static int count(Duration length) {
    return Math.toIntExact(length.toNanos() * RATE / 1_000_000_000L);
  }

  private static double[] mono(byte[] bytes, AudioFormat format) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    int channels = format.getChannels();
    int width = format.getSampleSizeInBits() / 8;
    double[] mono = new double[bytes.length / (width * channels)];
    for (int i = 0; i < mono.length; i++) {
      for (int channel = 0; channel < channels; channel++) {
        mono[i] += sample(buffer, (i * channels + channel) * width, format) / channels;
      }
    }
    return mono;
  }

  private static double sample(ByteBuffer buffer, int at, AudioFormat format) throws IOException {
    Encoding encoding = format.getEncoding();
    int bits = format.getSampleSizeInBits();
    if (encoding.equals(Encoding.ULAW)) {
      return MuLaw.decode(buffer.get(at)) / 32768.0;
    }
    if (encoding.equals(Encoding.ALAW)) {
      return aLaw(buffer.get(at)) / 32768.0;
    }
    if (encoding.equals(Encoding.PCM_UNSIGNED) && bits == 8) {
      return ((buffer.get(at) & 0xff) - 128) / 128.0;
    }
    if (encoding.equals(Encoding.PCM_FLOAT) && bits == 32) {
      return buffer.getFloat(at);
    }
    if (encoding.equals(Encoding.PCM_SIGNED)) {
      return switch (bits) {
        case 8 -> buffer.get(at) / 128.0;
        case 16 -> buffer.getShort(at) / 32768.0;
        case 24 -> ((buffer.get(at + 2) << 16) | ((buffer.get(at + 1) & 0xff) << 8) | (buffer.get(at) & 0xff)) / 8388608.0;
        case 32 -> buffer.getInt(at) / 2147483648.0;
        default -> throw new IOException("WAV samples of " + bits + " bits cannot be read");
      };
    }
    throw new IOException("WAV samples of the kind " + format + " cannot be read");
  }

  private static int aLaw(byte code) {
    int bits = (code ^ 0x55) & 0xff;
    int exponent = (bits & 0x70) >> 4;
    int magnitude = ((bits & 0x0f) << 4) + 8;
    if (exponent > 0) {
      magnitude = (magnitude + 0x100) << (exponent - 1);
    }
    return (bits & 0x80) == 0 ? -magnitude : magnitude;
  }

  /** Windowed sinc: what lies above the telephone's band is cut off before it can fold back as a wrong tone. */
  private static short[] resample(double[] in, double rate) {
    double step = rate / RATE;
    double cutoff = Math.min(1, 1 / step) * (step > 1 ? 0.95 : 1);
    int reach = (int) Math.ceil(KERNEL * Math.max(1, step));
    short[] out = new short[(int) (in.length / step)];
    for (int i = 0; i < out.length; i++) {
      double at = i * step;
      double sum = 0;
      for (int j = Math.max(0, (int) at - reach); j <= Math.min(in.length - 1, (int) at + reach); j++) {
        double x = j - at;
        double sinc = x == 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x);
        sum += in[j] * sinc * (0.5 + 0.5 * Math.cos(Math.PI * x / (reach + 1)));
      }
      out[i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum * Short.MAX_VALUE)));
    }
    return out;
  }
}
