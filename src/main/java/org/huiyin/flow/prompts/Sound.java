package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Mono sound of 16 bits a sample, and what makes every prompt equally loud and closely cut. */
record Sound(int rate, short[] samples) {
  /** The level of the vowels, in dB below full scale; telephone speech is near it. */
  static final double LEVEL_DB = -19;
  static final double PEAK_DB = -3;
  private static final double QUIET_BELOW_LOUDEST_DB = -38;
  private static final double PAUSE_BELOW_LOUDEST_DB = -15;
  private static final double SILENT_DB = -55;
  private static final int WINDOW_MS = 10;
  private static final int BEFORE_MS = 20;
  private static final int AFTER_MS = 40;
  private static final int BREATH_MS = 200;
  private static final double FULL_SCALE = 32768;
  private static final int HEADER = 44;

  /** Reads a WAV with the plain header of 44 bytes. */
  static Sound read(Path wav) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(wav)).order(ByteOrder.LITTLE_ENDIAN);
    boolean plain = bytes.capacity() >= HEADER && bytes.getInt(0) == tag("RIFF") && bytes.getInt(8) == tag("WAVE")
        && bytes.getInt(36) == tag("data")
        && bytes.getShort(20) == 1 && bytes.getShort(22) == 1 && bytes.getShort(34) == 16;
    if (!plain) {
      throw new PromptProblem(wav + " is not a plain 16-bit mono WAV");
    }
    var samples = new short[(bytes.capacity() - HEADER) / 2];
    bytes.position(HEADER).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return new Sound(bytes.getInt(24), samples);
  }

  void write(Path wav) throws IOException {
    Files.write(wav, bytes());
  }

  /** One after the other, at the first one's rate. */
  static Sound joined(List<Sound> sounds) {
    var samples = new short[sounds.stream().mapToInt(sound -> sound.samples().length).sum()];
    int at = 0;
    for (Sound sound : sounds) {
      System.arraycopy(sound.samples(), 0, samples, at, sound.samples().length);
      at += sound.samples().length;
    }
    return new Sound(sounds.getFirst().rate(), samples);
  }

  /** As a WAV with the plain header. */
  byte[] bytes() {
    int data = samples.length * 2;
    var bytes = ByteBuffer.allocate(HEADER + data).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(tag("RIFF")).putInt(HEADER - 8 + data).putInt(tag("WAVE"));
    bytes.putInt(tag("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2).putShort((short) 2)
        .putShort((short) 16);
    bytes.putInt(tag("data")).putInt(data).asShortBuffer().put(samples);
    return bytes.array();
  }

  Duration length() {
    return Duration.ofMillis(samples.length * 1000L / rate);
  }

  double peakDb() {
    int peak = 0;
    for (short sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return decibels(peak / FULL_SCALE);
  }

  /** The level of the vowels: they carry the voice, and both widths have them whole. */
  double levelDb() {
    double threshold = loudestWindow() + PAUSE_BELOW_LOUDEST_DB;
    double energy = 0;
    int windows = 0;
    for (int at = 0; at + window() <= samples.length; at += window()) {
      double level = windowDb(at);
      if (level >= threshold) {
        energy += Math.pow(10, level / 10);
        windows++;
      }
    }
    return windows == 0 ? Double.NEGATIVE_INFINITY : 10 * Math.log10(energy / windows);
  }

  boolean isSilent() {
    return loudestWindow() < SILENT_DB;
  }

  /** Without the silence around it; a breath follows a sentence. */
  Sound trimmed(boolean breath) {
    double threshold = loudestWindow() + QUIET_BELOW_LOUDEST_DB;
    int first = 0;
    int last = samples.length;
    while (first + window() <= samples.length && windowDb(first) < threshold) {
      first += window();
    }
    while (last - window() > first && windowDb(last - window()) < threshold) {
      last -= window();
    }
    int from = Math.max(0, first - millis(BEFORE_MS));
    int to = Math.min(samples.length, last + millis(AFTER_MS));
    var cut = new short[to - from + (breath ? millis(BREATH_MS) : 0)];
    System.arraycopy(samples, from, cut, 0, to - from);
    fade(cut, to - from);
    return new Sound(rate, cut);
  }

  /** Brought to the common level; what would be louder than the highest peak allowed is bent down smoothly. */
  Sound levelled() {
    double gain = Math.pow(10, (LEVEL_DB - levelDb()) / 20);
    double ceiling = Math.pow(10, PEAK_DB / 20);
    double knee = ceiling / 2;
    var level = new short[samples.length];
    for (int i = 0; i < samples.length; i++) {
      double value = samples[i] / FULL_SCALE * gain;
      double size = Math.abs(value);
      double bent = size <= knee ? size : knee + (ceiling - knee) * Math.tanh((size - knee) / (ceiling - knee));
      level[i] = (short) Math.round(Math.copySign(bent, value) * (FULL_SCALE - 1));
    }
    return new Sound(rate, level);
  }

  private void fade(short[] cut, int end) {
    int length = Math.min(millis(5), end / 2);
    for (int i = 0; i < length; i++) {
      cut[i] = (short) (cut[i] * i / length);
      cut[end - 1 - i] = (short) (cut[end - 1 - i] * i / length);
    }
  }

  private double loudestWindow() {
    double loudest = Double.NEGATIVE_INFINITY;
    for (int at = 0; at + window() <= samples.length; at += window()) {
      loudest = Math.max(loudest, windowDb(at));
    }
    return loudest;
  }

  private double windowDb(int at) {
    double energy = 0;
    for (int i = at; i < at + window(); i++) {
      double value = samples[i] / FULL_SCALE;
      energy += value * value;
    }
    return decibels(Math.sqrt(energy / window()));
  }

  private int window() {
    return millis(WINDOW_MS);
  }

  private int millis(int duration) {
    return rate * duration / 1000;
  }

  private static double decibels(double ratio) {
    return ratio <= 0 ? -120 : 20 * Math.log10(ratio);
  }

  private static int tag(String four) {
    return ByteBuffer.wrap(four.getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }
}
