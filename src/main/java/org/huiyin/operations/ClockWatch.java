package org.huiyin.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

import org.huiyin.operations.Probe.Reading;

/** Notices a clock that was set while the service ran, and one that shows a time before what has happened already. */
final class ClockWatch {
  private static final Duration DRIFT = Duration.ofSeconds(30);

  private final LongSupplier steady;
  private final Instant startedAt;
  private final long startedSteady;

  /** @param steady nanoseconds that no setting of the clock moves */
  ClockWatch(Instant startedAt, LongSupplier steady) {
    this.steady = steady;
    this.startedAt = startedAt;
    this.startedSteady = steady.getAsLong();
  }

  /** @param latest when the latest known thing happened */
  Reading look(Instant now, Instant latest) {
    if (now.plus(DRIFT).isBefore(latest)) {
      return Reading.down("behind", String.valueOf(Duration.between(now, latest).toSeconds()));
    }
    var jump = Duration.between(startedAt.plusNanos(steady.getAsLong() - startedSteady), now);
    return jump.abs().compareTo(DRIFT) > 0 ? Reading.warning("jumped", String.valueOf(jump.toSeconds())) : Reading.ok();
  }
}
