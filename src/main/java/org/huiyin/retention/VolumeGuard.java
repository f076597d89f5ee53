package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Whether as much is due as was to be expected. Knows nothing but what it is given. */
final class VolumeGuard {
  /** How long before a run the forecast was made that it is compared with. */
  static final Duration AHEAD = Duration.ofDays(30);
  private static final int FEW = 50;
  private static final int PART = 10;

  private VolumeGuard() {
  }

  /**
   * @param amount what was destroyed since the forecast was made, and what is due now
   * @param forecast what was to be expected for the same time; null when nothing was forecast, as on the first days of an installation
   */
  record Volume(long amount, @Nullable Long forecast) {
  }

  /** @param amount what two people have accepted, until the moment when a new forecast knows of it */
  record Accepted(long amount, Instant until) {
  }

  /** Whether it waits for two people: more than a tenth away from the forecast, and by 50 at least. */
  static boolean waits(Volume volume, @Nullable Accepted accepted, Instant now) {
    var forecast = volume.forecast();
    if (forecast == null || !suspicious(volume.amount(), forecast)) {
      return false;
    }
    return accepted == null || !now.isBefore(accepted.until()) || suspicious(volume.amount(), accepted.amount());
  }

  private static boolean suspicious(long amount, long expected) {
    long difference = Math.abs(amount - expected);
    return difference >= FEW && difference * PART > expected;
  }
}
