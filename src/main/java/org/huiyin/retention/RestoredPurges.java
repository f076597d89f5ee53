package org.huiyin.retention;

import java.util.List;

import org.huiyin.recording.PurgeJournal;

/** What a database from before a destruction brings back is destroyed again, with its tombstone and a certificate. Only for a restore. */
public interface RestoredPurges {
  /**
   * Destroys again what these entries name and what is here. Holds do not count: they were lifted, or there were none, when it was destroyed. May be repeated.
   *
   * @return how many are certified now that were not before
   */
  int again(List<PurgeJournal.Entry> destroyed);
}
