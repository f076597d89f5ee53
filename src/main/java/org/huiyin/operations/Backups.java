package org.huiyin.operations;

import java.nio.file.Path;

import org.huiyin.foundation.Actor;

/** What the running service adds to a backup: its database as of one moment, while it goes on. */
public interface Backups {
  /**
   * Writes the database into a file of the home that the caller moves away; an earlier one that nobody fetched is removed. Audited.
   *
   * @return the file, a zip
   * @throws IllegalStateException when the database is not the embedded one, which has tools of its own
   */
  Path database(Actor actor);
}
