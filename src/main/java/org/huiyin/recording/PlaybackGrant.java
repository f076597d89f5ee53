package org.huiyin.recording;

import java.time.Instant;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;

/** Permission to hear one recording for a while. Only {@code access} makes them, after the audit entry is written. */
public record PlaybackGrant(RecordingId recording, Actor actor, Instant until) {
}
