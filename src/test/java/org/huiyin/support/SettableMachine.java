package org.huiyin.support;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

import org.huiyin.retention.TimeSynchronisation;

/** A machine whose clock is kept right, or not, or that says nothing, as a test wishes; at first nothing keeps it right. */
public final class SettableMachine implements TimeSynchronisation {
  private static final Duration UNKNOWN = Duration.ofSeconds(16);

  private final InstantSource clock;
  private Duration shown = Duration.ZERO;
  private Duration maxError = UNKNOWN;
  private boolean speaks = true;

  public SettableMachine(InstantSource clock) {
    this.clock = clock;
  }

  public void keptRight(Duration within) {
    speaks = true;
    maxError = within;
  }

  public void notKeptRight() {
    speaks = true;
    maxError = UNKNOWN;
  }

  public void silent() {
    speaks = false;
  }

  /** Only the process is shown another time than the machine has. */
  public void processIsShown(Duration ahead) {
    shown = ahead;
  }

  @Override
  public Optional<Statement> said() {
    return speaks
        ? Optional.of(new Statement(clock.instant().minus(shown), maxError.compareTo(UNKNOWN) < 0, maxError))
        : Optional.empty();
  }
}
