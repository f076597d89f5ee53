package org.huiyin.call;

import java.time.Instant;
import java.util.Optional;

import org.huiyin.foundation.CallId;

/** What Asterisk itself says about running calls. Implemented by the telephony module. */
public interface LiveChannels {
  /** Whether the call has a channel now; empty when Asterisk cannot be asked. */
  Optional<Boolean> isLive(CallId call);

  /** When the running Asterisk was started: no call from before can be live. Empty when it cannot be asked. */
  Optional<Instant> startedAt();
}
