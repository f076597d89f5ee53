package org.huiyin.telephony;

import java.time.Instant;
import java.util.Optional;

import org.huiyin.call.LiveChannels;
import org.huiyin.foundation.CallId;

/** With {@code huiyin.telephony.enabled=false}: nothing listens, and Asterisk cannot be asked. */
record NoTelephony() implements LiveChannels, TelephonyState.Source {
  @Override
  public Optional<Boolean> isLive(CallId call) {
    return Optional.empty();
  }

  @Override
  public Optional<Instant> startedAt() {
    return Optional.empty();
  }

  @Override
  public TelephonyState telephonyState() {
    return new TelephonyState(false, false, null, "", 0);
  }
}
