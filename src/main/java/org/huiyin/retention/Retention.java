package org.huiyin.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/** What is kept until when. */
public interface Retention {
  /** Until when the recording is kept, under which policy; empty for one that is unknown. */
  Optional<Kept> of(RecordingId recording);

  /** What a run at this moment would destroy, the oldest call first; limit 1 to 1000. */
  List<Kept> preview(Instant at, Set<CommunityId> communities, int limit);

  long previewCount(Instant at, Set<CommunityId> communities);

  /** What remains of destroyed recordings, the latest first; {@code after}: only those that come after this one, or from the latest when null. */
  List<Tombstone> tombstones(Set<CommunityId> communities, @Nullable RecordingId after, int limit);

  /** @param policy such as {@code standard-1y} or {@code urgent-2y} */
  record Kept(RecordingId recording, CommunityId community, Instant callStartedAt, String policy, Instant until) {
  }

  record Tombstone(RecordingId recording, CommunityId community, Instant callStartedAt, String policy, String audioHash,
      Instant destroyedAt) {
  }
}
