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

  private final List<Arrival> arrivals = new ArrayList<>();
  private long loudNanos;
  private long lastLoudAt = Long.MIN_VALUE;

  private record Arrival(long at, Rtp.Speech speech) {
  }

  synchronized void take(Rtp.Speech speech, long at) {
    arrivals.add(new Arrival(at, speech));
    double energy = 0;
    for (byte code : speech.codes) {
      double sample = MuLaw.decode(code);
      energy += sample * sample;
    }
    if (Math.sqrt(energy / speech.codes.length) > LOUD) {
      loudNanos += nanos(speech.codes.length);
      lastLoudAt = at;
    }
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

  private static int samples(long nanos) {
    return (int) (nanos * Sound.RATE / 1_000_000_000L);
  }

  private static long nanos(long samples) {
    return samples * 1_000_000_000L / Sound.RATE;
  }
}
