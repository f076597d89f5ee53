package org.huiyin.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/** What is kept until when. */
public interface Retention {
  /** Until when the recording is kept, under which policy; empty for one that is unknown, empty or destroyed. */
  Optional<Kept> of(RecordingId recording);

  /** The same for many at once; those that are unknown, empty or destroyed are left out. */
  Map<RecordingId, Kept> of(Collection<RecordingId> recordings);

  /**
   * What a run at this moment would destroy, the oldest period's end first.
   *
   * @param after only what comes after this one; from the first when null
   * @param limit 1 to 1000
   */
  List<Kept> preview(Instant at, Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  long previewCount(Instant at, Set<CommunityId> communities);

  /** What remains of destroyed recordings, the latest first; {@code after}: only those that come after this one, or from the latest when null. */
  List<Tombstone> tombstones(Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  /** What remains of one destroyed recording. */
  Optional<Tombstone> tombstone(RecordingId recording);

  /** What a hold, a long keep or an open ticket keeps although its period ends until then, in the same order and pieces. */
  List<Kept> heldBack(Instant at, Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  long heldBackCount(Instant at, Set<CommunityId> communities);

  /** The moment of the next run: what is due then is what it destroys. Now when none is scheduled. */
  Instant nextRun();

  /** How the purge does. */
  PurgeState purgeState();

  /**
   * @param policy such as {@code daily-life-1y} or {@code emergency-urgent-2y}
   * @param purgeAt for when its destruction is scheduled; null while it is not. Nobody hears it meanwhile
   * @param cause why it is or will be destroyed: {@code PERIOD}, {@code POLICY}, {@code HOLD}, {@code LONG_KEEP}, {@code DECISION} or {@code REQUEST}
   * @param keptBy what keeps it whatever its period; null when nothing does
   * @param failure why the last try to destroy it failed; null when none did
   */
  record Kept(RecordingId recording, CallId call, CommunityId community, Instant callStartedAt, String policy, Instant until,
      @Nullable Instant purgeAt, String cause, @Nullable Keeper keptBy, @Nullable String failure) {
    public boolean held() {
      return keptBy != null;
    }
  }

  /**
   * @param policyVersion the version of the policy that decided; null where that was not noted yet
   * @param cause why it was destroyed: {@code PERIOD}, {@code POLICY}, {@code HOLD}, {@code LONG_KEEP}, {@code DECISION} or {@code REQUEST}; empty where that was not noted yet
   */
  record Tombstone(RecordingId recording, CommunityId community, Instant callStartedAt, String policy, @Nullable Integer policyVersion,
      String cause, String audioHash, Instant destroyedAt) {
  }

  /**
   * @param lastFinished when a run came to its end the last time; null before the first
   * @param next when the scheduler wakes the next; null when it is not scheduled
   * @param due how many recordings the next run would destroy now
   * @param failing how many of them failed in an earlier run
   */
  record PurgeState(@Nullable Instant lastFinished, @Nullable Instant next, long due, long failing) {
  }
}
