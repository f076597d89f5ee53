package org.huiyin.recording;

/**
 * The life of a recording. {@code EMPTY}: the call left no audio at all. {@code DESTROYING}: its key is gone, its object not yet proven absent.
 */
public enum RecordingState {
  SPOOLED, STORED, EMPTY, DESTROYING, DESTROYED
}
