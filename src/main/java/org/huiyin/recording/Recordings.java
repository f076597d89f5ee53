package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/** The recordings: what is known about them, their audio, their end. */
public interface Recordings {
  Optional<RecordingFacts> find(RecordingId id);

  Optional<RecordingFacts> ofCall(CallId call);

  /** The recordings of those calls that have one. */
  Map<CallId, RecordingFacts> ofCalls(Collection<CallId> calls);

  /**
   * The newest calls' recordings first; {@code after}: only those that come after this one (recordings of one instant are ordered by id), or from the newest
   * when null; limit 1 to 200.
   */
  List<RecordingFacts> newest(Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  /**
   * Opens the audio, decrypted while it is read, never on the disk.
   *
   * @throws IllegalArgumentException when the grant is for another recording or over
   * @throws IllegalStateException when there is no audio to hear in the recording's state
   */
  Audio open(RecordingId id, PlaybackGrant grant);

  /**
   * The same, to be read from a place on, which is proven to be readable: whoever wants a piece does not wait for another to be decrypted.
   *
   * @param from the first byte that is wanted, from 0; where the channel stands
   */
  default Audio open(RecordingId id, PlaybackGrant grant, long from) {
    var audio = open(id, grant);
    try {
      audio.channel().position(from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return audio;
  }

  /** The waveform, treated like the audio itself. */
  Peaks peaks(RecordingId id, PlaybackGrant grant);

  /** The three verbs below in turn. Repeating it goes on where it was left. */
  default void destroy(PurgeOrder order) {
    var alone = List.of(order);
    destroyKeys(alone);
    deleteObjects(alone);
    proveAbsent(alone);
  }

  /**
   * Destroys the keys and the waveforms: from the commit on, nobody hears the recordings any more. Joins the caller's transaction, so that what was checked
   * there still holds. Repeating it changes nothing.
   *
   * @throws IllegalArgumentException when there is no such recording
   * @throws IllegalStateException when one of them was changed in the same instant; the caller's transaction has to be given up
   */
  void destroyKeys(List<PurgeOrder> orders);

  /**
   * Removes the objects, and what the spool may still hold. Repeating it changes nothing.
   *
   * @throws IllegalStateException while a key is still there
   * @throws java.io.UncheckedIOException when one could not be removed; to be repeated
   */
  void deleteObjects(List<PurgeOrder> orders);

  /**
   * Looks whether really nothing is left, and only then counts the recordings as destroyed.
   *
   * @throws java.io.UncheckedIOException when something is still there
   */
  void proveAbsent(List<PurgeOrder> orders);

  /** Opened audio: Ogg Opus, two channels, the resident left. The channel knows its size and seeks. The reader closes it. */
  record Audio(SeekableByteChannel channel, long bytes, String contentType) {
  }

  /**
   * @param perSecond how many values stand for a second
   * @param left the resident's loudest sample in each slice, 0 to 255
   */
  record Peaks(int perSecond, byte[] left, byte[] right) {
  }
}
