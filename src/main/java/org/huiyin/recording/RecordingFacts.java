package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a recording without hearing it.
 *
 * @param length of the audio; zero until stored
 * @param missing how much shorter the audio is than the call; zero when whole
 * @param salvaged whether its capture was cut off, or one of its sides lost, and what was left was kept
 * @param audioHash SHA-256 of the encoded audio in lower-case hex; empty until stored
 * @param objectHash SHA-256 of the ciphertext in lower-case hex; empty until stored
 * @param bytes of the encoded audio
 * @param problem why the last try at sealing failed; null when none did
 */
public record RecordingFacts(RecordingId id, CallId call, CommunityId community, RecordingState state, Instant callStartedAt,
    Duration length,
    Duration missing, boolean salvaged, String audioHash, String objectHash, long bytes, @Nullable Instant storedAt,
    @Nullable Instant destroyedAt,
    @Nullable String problem) {
}
