package org.huiyin.call;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;

/** A running call went on to another step. For the live page only: published outside any transaction, for plain event listeners, never kept in the outbox. */
public record CallProgressed(CallId call, CommunityId community, String stage, String choice) {
}
