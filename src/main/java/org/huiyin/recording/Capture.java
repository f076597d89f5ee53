package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.huiyin.call.Spool.SpooledCall;

/** What a call left in the spool, measured. */
record Capture(SpooledCall files, Optional<Leg> left, Optional<Leg> right) {
  /** Epochs are whole seconds, at both ends. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** When the separate sides hold nothing but a mixed file does, what was said is in that one; it counts as the resident's. */
  static Capture of(SpooledCall files) throws IOException {
    var left = Leg.of(files.callerLeg());
    var right = Leg.of(files.staffLeg());
    if (StereoSource.samples(left) == 0 && StereoSource.samples(right) == 0) {
      var mixed = mixed(files);
      if (mixed.isPresent()) {
        return new Capture(files, mixed, right);
      }
    }
    return new Capture(files, left, right);
  }

  private static Optional<Leg> mixed(SpooledCall files) throws IOException {
    for (Path file : files.all()) {
      if (file.endsWith(files.call() + ".wav")) {
        return Leg.of(file);
      }
    }
    return Optional.empty();
  }

  boolean missing() {
    return left.isEmpty() && right.isEmpty();
  }

  /** One side is there and the other is not: Asterisk makes both or none, so the other was lost. */
  boolean oneSided() {
    return left.isEmpty() != right.isEmpty();
  }

  boolean closed() {
    return left.stream().allMatch(Leg::closed) && right.stream().allMatch(Leg::closed);
  }

  boolean hasChanged() throws IOException {
    return (left.isPresent() && left.get().hasChanged()) || (right.isPresent() && right.get().hasChanged());
  }

  Duration length() {
    return Duration.ofMillis(samples() * 1000 / Leg.RATE);
  }

  long samples() {
    return Math.max(StereoSource.samples(left), StereoSource.samples(right));
  }

  /** How much shorter the audio is than the call was: a full disk loses audio without an error. */
  Duration missingFrom(Duration call) {
    var missing = call.minus(length());
    return missing.compareTo(TOLERANCE) > 0 ? missing : Duration.ZERO;
  }
}
