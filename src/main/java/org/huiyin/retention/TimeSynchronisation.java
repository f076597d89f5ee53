package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What the machine itself says about its clock: whether something keeps it right. Provided by whoever can ask the machine. */
public interface TimeSynchronisation {
  /** As of now; empty when the machine does not say. Returns at once and never throws. */
  Optional<Statement> said();

  /**
   * @param now the machine's own clock, within a second; what a single process may be shown instead is not this
   * @param synchronised whether it is being kept right; a clock that somebody sets is not, until it has been compared again
   * @param maxError how far off it may be, as whoever keeps it right reckons; not negative
   */
  record Statement(Instant now, boolean synchronised, Duration maxError) {
    public Statement {
      if (maxError.isNegative()) {
        throw new IllegalArgumentException("an error is not negative");
      }
    }
  }
}
