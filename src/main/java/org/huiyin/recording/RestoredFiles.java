package org.huiyin.recording;

/** What a restore does to the recordings' files. Nothing else may run meanwhile. */
public interface RestoredFiles {
  /** Removes objects without a recording that has audio: the backup of the objects is a little younger than that of the database. */
  int removeOrphans();

  Live live();

  /**
   * @param stored with audio
   * @param tombstones destroyed
   * @param unsealed neither: their audio was still in the spool, which no backup holds
   */
  record Live(long stored, long tombstones, long unsealed) {
  }
}
