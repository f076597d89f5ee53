package org.huiyin.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

import org.huiyin.foundation.RecordingId;

/**
 * Keeps encrypted objects, named by recording id and nothing else.
 *
 * <p>Guarantees: an object is there whole or not at all, whatever is killed when; once {@link #put} has returned it survives a power cut, once {@link #delete}
 * has returned it does not come back. Everything may be repeated.
 */
interface AudioStore {
  /**
   * Writes an object; one of the same name is replaced in one instant. When this throws, nothing half written is there.
   *
   * @throws IOException also when there is no room
   */
  void put(RecordingId id, Content content) throws IOException;

  /** @throws java.nio.file.NoSuchFileException when there is no such object */
  SeekableByteChannel open(RecordingId id) throws IOException;

  /** Empty when there is no such object. */
  OptionalLong size(RecordingId id) throws IOException;

  /** Those of the objects that are there. What cannot be looked at is an error and never absent. */
  default Set<RecordingId> present(Collection<RecordingId> ids) throws IOException {
    var present = new HashSet<RecordingId>();
    for (var id : ids) {
      if (size(id).isPresent()) {
        present.add(id);
      }
    }
    return present;
  }

  /** Removes the object; nothing happens when there is none. */
  default void delete(RecordingId id) throws IOException {
    delete(List.of(id));
  }

  /** Removes the objects; nothing happens to those that are not there. When this throws, some may be removed and others not. */
  void delete(Collection<RecordingId> ids) throws IOException;

  List<RecordingId> ids() throws IOException;

  /** Names of things in the store that are no objects of ours. */
  List<String> strangers() throws IOException;

  /** Removes what interrupted writes left behind. Not while something is being written. */
  void discardUnfinished() throws IOException;

  /** Room left, in bytes. */
  long free() throws IOException;

  /** Writes the object's bytes. Closing the stream is the store's affair. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }
}
