package org.huiyin.call;

import java.time.Instant;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;

/** A call was answered. */
public record CallStarted(CallId call, CommunityId community, Instant startedAt) {
}
