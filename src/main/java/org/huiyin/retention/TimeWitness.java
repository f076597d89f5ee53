package org.huiyin.retention;

import java.time.Instant;
import java.util.Optional;

/** Somebody else who knows what time it is. Provided by whoever is in touch with them. */
public interface TimeWitness {
  /** Which doubt it is when theirs and ours are too far apart. */
  Doubt doubt();

  /** What they say; empty when they do not say anything now. */
  Optional<Instant> now();
}
