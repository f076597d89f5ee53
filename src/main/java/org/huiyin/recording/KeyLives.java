package org.huiyin.recording;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import org.huiyin.foundation.RecordingId;

/** How long the wrapping keys live, and so until when a backup could open what was destroyed here. */
public interface KeyLives {
  /**
   * From when on no backup, however old, can open recordings whose own keys are destroyed: by then each wrapping key that ever wrapped them is destroyed too.
   * In the caller's transaction; what it says is written down as a promise that {@code verify} holds the keys to.
   *
   * @return without those that never had a key, so that no backup holds any of their audio
   */
  Map<RecordingId, Unopenable> promise(Collection<RecordingId> destroyed);

  /**
   * @param wrappingKey the last one that wrapped the recording's key, as the key ring names it, in hex
   * @param from a moment that has passed when all of them are destroyed already
   */
  record Unopenable(String wrappingKey, Instant from) {
  }
}
