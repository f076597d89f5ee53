package org.huiyin.operations;

import java.nio.file.Path;
import java.util.Optional;

import org.huiyin.foundation.Actor;

/** What the running service adds to a backup: its database as of one moment, while it goes on. */
public interface Backups {
  /**
   * Notes in the audit that the database is being backed up, and writes the embedded one into a file of the home that the caller moves away; an earlier one
   * that nobody fetched is removed.
   *
   * @return the file, a zip; empty when the database is a server's: the caller copies it by a connection of its own
   */
  Optional<Path> database(Actor actor);
}
