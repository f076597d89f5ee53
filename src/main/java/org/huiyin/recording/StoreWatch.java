package org.huiyin.recording;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/** What the walk through the store has found: it reads every object again, at a set pace, as long as the service runs. */
public interface StoreWatch {
  Walked walked();

  /** Recordings whose object is missing or is not the one that was sealed; the oldest finding first, 1000 at most. */
  List<Damage> damages();

  /**
   * @param lap how often the whole store has been walked through
   * @param examined objects read in this lap
   * @param lastLapEnded null before the first lap has come to its end
   */
  record Walked(int lap, long examined, @Nullable Instant lastLapEnded) {
  }

  /** @param what one sentence, never personal data */
  record Damage(RecordingId recording, String what, Instant foundAt) {
  }
}
