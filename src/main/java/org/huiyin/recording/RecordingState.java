package org.huiyin.recording;

import java.util.Set;

/**
 * The life of a recording. {@code EMPTY}: the call left no audio at all. {@code DESTROYING}: its key is gone, its object not yet proven absent.
 */
public enum RecordingState {
  SPOOLED, STORED, EMPTY, DESTROYING, DESTROYED;

  /** The only table of legal transitions. */
  private Set<RecordingState> next() {
    return switch (this) {
      case SPOOLED -> Set.of(STORED, EMPTY, DESTROYING);
      case STORED, EMPTY -> Set.of(DESTROYING);
      case DESTROYING -> Set.of(DESTROYED);
      case DESTROYED -> Set.of();
    };
  }

  public boolean mayBecome(RecordingState other) {
    return next().contains(other);
  }

  /** @throws IllegalStateException with both names when there is no such transition */
  void requireMayBecome(RecordingState other) {
    if (!mayBecome(other)) {
      throw new IllegalStateException("a recording that is " + this + " cannot become " + other);
    }
  }
}
