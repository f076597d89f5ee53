package org.huiyin.call;

import java.time.Instant;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;

/** What is known when a call is answered. */
public record CallStart(CallId id, String sipCallId, String dialled, PhoneNumber caller, Instant startedAt) {
}
