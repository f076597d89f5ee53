package org.huiyin.call;

import java.time.Instant;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;

/** A call's row was closed. Its audio may still be on its way from Asterisk's buffers to the spool. */
public record CallEnded(CallId call, CommunityId community, Instant startedAt, Instant endedAt, String choice) {
}
