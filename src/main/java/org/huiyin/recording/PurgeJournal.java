package org.huiyin.recording;

import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.RecordingId;

/**
 * What was destroyed, written down outside the database, {@code purged.journal} in the home: append-only, forced to the disk before the object goes. Every
 * backup carries it, so that a database from before a destruction does not bring back what was destroyed.
 */
public interface PurgeJournal {
  /** Each destroyed recording once, the earliest first. */
  List<Entry> entries();

  /** Those of them that are alive again in this database, as after an older backup was put back. */
  List<Entry> returned();

  /** @param policy the rule under which it was destroyed */
  record Entry(RecordingId recording, Instant at, String policy) {
  }
}
