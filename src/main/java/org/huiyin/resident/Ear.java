package org.huiyin.resident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What arrives at the resident's ear: when, how loud, and all of it for later. */
final class Ear {
  /** About -44 dB below full scale: any prompt is louder, comfort noise is not. */
  private static final double LOUD = 200;

  /** In samples: the network's unevenness, not a pause. */
  private static final int JITTER = Sound.RATE / 5;

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
    long[] places = places(answeredAt);
    for (int i = 0; i < places.length; i++) {
      byte[] codes = arrivals.get(i).speech().codes;
      for (int j = 0; j < codes.length; j++) {
        if (places[i] + j >= 0 && places[i] + j < samples.length) {
          samples[(int) places[i] + j] = MuLaw.decode(codes[j]);
        }
      }
    }
    return Sound.of(samples);
  }

  /**
   * The sample at which each packet begins. A packet comes late but never early, so a stream stands as far behind its timestamps as the least late
   * packet from here on says: what a stall of this machine held up goes back to its place, and a pause of the hotline stays one.
   */
  private long[] places(long answeredAt) {
    long[] behind = new long[arrivals.size()];
    for (int i = behind.length - 1; i >= 0; i--) {
      Arrival arrival = arrivals.get(i);
      long late = (long) samples(arrival.at() - answeredAt) - arrival.speech().timestamp;
      behind[i] = i + 1 < behind.length && follows(i + 1) ? Math.min(behind[i + 1], late) : late;
    }
    for (int i = 1; i < behind.length; i++) {
      if (follows(i) && behind[i] - behind[i - 1] < JITTER) {
        behind[i] = behind[i - 1];
      }
    }
    return IntStream.range(0, behind.length).mapToLong(i -> behind[i] + arrivals.get(i).speech().timestamp).toArray();
  }

  private boolean follows(int arrival) {
    return arrivals.get(arrival).speech().follows(arrivals.get(arrival - 1).speech());
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
