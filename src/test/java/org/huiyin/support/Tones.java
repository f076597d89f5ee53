package org.huiyin.support;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;

import org.huiyin.resident.Sound;

/** Finds plain tones in recorded sound (Goertzel), so that a test knows who was heard, where and for how long, not only that a file exists. */
public final class Tones {
  /** The length of a look: 50 ms separates tones 40 Hz apart. */
  private static final int WINDOW = Sound.RATE / 20;
  private static final double AUDIBLE = 100;
  private static final double PURE = 0.7;

  private Tones() {
  }

  /** Where a tone stands in the sound, from its first to its last window. */
  public record Place(Duration from, Duration to) {
    public Duration length() {
      return to.minus(from);
    }
  }

  /** How much of the sound is this tone and nothing louder. */
  public static Duration of(double hertz, Sound sound) {
    return length(windows(hertz, sound).sum());
  }

  /** The same in a piece of the sound. */
  public static Duration of(double hertz, Sound sound, Place piece) {
    int first = windows(piece.from());
    return length(IntStream.range(first, Math.min(windows(piece.to()), sound.samples().length / WINDOW))
        .filter(i -> holds(hertz, window(sound, i))).count());
  }

  /** The tone's place in the sound; from and to are zero if it is not there. */
  public static Place place(double hertz, Sound sound) {
    int[] at = IntStream.range(0, sound.samples().length / WINDOW).filter(i -> holds(hertz, window(sound, i))).toArray();
    return at.length == 0 ? new Place(Duration.ZERO, Duration.ZERO) : new Place(length(at[0]), length(at[at.length - 1] + 1L));
  }

  /** How much of the sound is anything at all. */
  public static Duration audible(Sound sound) {
    return length(IntStream.range(0, sound.samples().length / WINDOW).filter(i -> rms(window(sound, i)) > AUDIBLE).count());
  }

  /** The tone's amplitude, in units of a sample. */
  public static double amplitude(double hertz, short[] samples) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / Sound.RATE);
    double before = 0;
    double last = 0;
    for (short sample : samples) {
      double next = sample + coefficient * last - before;
      before = last;
      last = next;
    }
    return 2 * Math.sqrt(Math.max(0, last * last + before * before - coefficient * last * before)) / samples.length;
  }

  private static int windows(Duration time) {
    return (int) (time.toMillis() * Sound.RATE / 1000 / WINDOW);
  }

  private static IntStream windows(double hertz, Sound sound) {
    return IntStream.range(0, sound.samples().length / WINDOW).map(i -> holds(hertz, window(sound, i)) ? 1 : 0);
  }

  private static boolean holds(double hertz, short[] window) {
    double whole = rms(window);
    return whole > AUDIBLE && amplitude(hertz, window) / Math.sqrt(2) > PURE * whole;
  }

  private static double rms(short[] samples) {
    double energy = 0;
    for (short sample : samples) {
      energy += (double) sample * sample;
    }
    return samples.length == 0 ? 0 : Math.sqrt(energy / samples.length);
  }

  private static short[] window(Sound sound, int number) {
    return Arrays.copyOfRange(sound.samples(), number * WINDOW, (number + 1) * WINDOW);
  }

  private static Duration length(long windows) {
    return Duration.ofMillis(windows * WINDOW * 1000 / Sound.RATE);
  }
}
