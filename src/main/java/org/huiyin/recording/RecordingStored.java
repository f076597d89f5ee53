package org.huiyin.recording;

import java.time.Instant;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;

/** A recording is sealed: encrypted, hashed, on the disk and read back; or known to be empty. */
public record RecordingStored(RecordingId recording, CallId call, CommunityId community, Instant callStartedAt) {
}
