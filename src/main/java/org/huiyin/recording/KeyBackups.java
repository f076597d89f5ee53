package org.huiyin.recording;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Whether the wrapping keys are backed up as they are now. */
public interface KeyBackups {
  State state();

  enum Kind {
    /** The latest backup holds the ring as it is. */
    CURRENT,
    /** The keys have changed since: the latest backup lacks a key, or still holds one that is destroyed. */
    OUTDATED,
    /** None was ever made. */
    NEVER
  }

  /** @param at when the latest was made; null when none was */
  record State(Kind kind, @Nullable Instant at) {
  }
}
