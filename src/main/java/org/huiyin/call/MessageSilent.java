package org.huiyin.call;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;

/** The recording of an ended call shows that nothing was said where a message had been marked. */
public record MessageSilent(CallId call, CommunityId community) {
}
