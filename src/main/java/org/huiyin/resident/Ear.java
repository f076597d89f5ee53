package org.huiyin.resident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What arrives at the resident's ear: when, how loud, and all of it for later. */
final class Ear {
  /** About -44 dB below full scale: any prompt is louder, comfort noise is not. */
  private static final double LOUD = 200;
  private static final long STRAYED = Duration.ofMillis(200).toNanos();

  /** Asterisk's beep, after which it listens: 400 ms of 700 Hz, purer than any voice. */
  private static final double BEEP = 700;
  private static final double PURE = 0.85;
  private static final int BEEP_PACKETS = 6;

  private final List<Arrival> arrivals = new ArrayList<>();
  private long loudNanos;
  private long lastLoudAt = Long.MIN_VALUE;
  private int purePackets;
  private long lastBeepAt = Long.MIN_VALUE;

  private record Arrival(long at, Rtp.Speech speech) {
  }

  synchronized void take(Rtp.Speech speech, long at) {
    arrivals.add(new Arrival(at, speech));
    double loudness = loudness(speech.codes);
    boolean loud = loudness > LOUD;
    if (loud) {
      loudNanos += nanos(speech.codes.length);
      lastLoudAt = at;
    }
    purePackets = loud && amplitude(BEEP, speech.codes) / Math.sqrt(2) > PURE * loudness ? purePackets + 1 : 0;
    if (purePackets >= BEEP_PACKETS) {
      lastBeepAt = at;
    }
  }

  /** When the hotline last gave the tone after which it listens, in {@link System#nanoTime} as all times here. */
  synchronized Optional<Long> lastBeepAt() {
    return lastBeepAt == Long.MIN_VALUE ? Optional.empty() : Optional.of(lastBeepAt);
  }

  /** How much sound, silence left out, was heard up to now. */
  synchronized Duration heardSoFar() {
    return Duration.ofNanos(loudNanos);
  }

  /** How long nothing was heard, counted from {@code since} if that is later than the last sound. */
  synchronized Duration quietSince(long since, long now) {
    return Duration.ofNanos(now - Math.max(since, lastLoudAt));
  }

  synchronized Optional<Long> firstPacketAt() {
    return arrivals.isEmpty() ? Optional.empty() : Optional.of(arrivals.getFirst().at());
  }

  /** Everything heard, in place: sample 0 is at {@code answeredAt}, gaps in the stream are silence. */
  synchronized Sound everything(long answeredAt, long endedAt) {
    short[] samples = new short[Math.max(0, samples(endedAt - answeredAt))];
    Arrival before = null;
    long position = 0;
    for (Arrival arrival : arrivals) {
      long byClock = samples(arrival.at() - answeredAt);
      long step = before == null ? 0 : arrival.speech().timestamp - before.speech().timestamp;
      boolean follows = before != null && arrival.speech().source == before.speech().source && step >= 0 && step < Sound.RATE;
      position = follows && Math.abs(nanos(position + step - byClock)) < STRAYED ? position + step : byClock;
      for (int i = 0; i < arrival.speech().codes.length; i++) {
        if (position + i >= 0 && position + i < samples.length) {
          samples[(int) position + i] = MuLaw.decode(arrival.speech().codes[i]);
        }
      }
      before = arrival;
    }
    return Sound.of(samples);
  }

  private static double loudness(byte[] codes) {
    double energy = 0;
    for (byte code : codes) {
      double sample = MuLaw.decode(code);
      energy += sample * sample;
    }
    return Math.sqrt(energy / codes.length);
  }

  private static double amplitude(double hertz, byte[] codes) {
    double turn = 2 * Math.PI * hertz / Sound.RATE;
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < codes.length; i++) {
      double sample = MuLaw.decode(codes[i]);
      real += sample * Math.cos(turn * i);
      imaginary += sample * Math.sin(turn * i);
    }
    return 2 * Math.hypot(real, imaginary) / codes.length;
  }

  private static int samples(long nanos) {
    return (int) (nanos * Sound.RATE / 1_000_000_000L);
  }

  private static long nanos(long samples) {
    return samples * 1_000_000_000L / Sound.RATE;
  }
}
