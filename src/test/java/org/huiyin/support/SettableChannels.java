package org.huiyin.support;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.huiyin.call.LiveChannels;
import org.huiyin.foundation.CallId;

/** An Asterisk that says what the test tells it to. At first it cannot be asked. */
public final class SettableChannels implements LiveChannels {
  private final Set<CallId> live = ConcurrentHashMap.newKeySet();
  private volatile boolean reachable;
  private volatile Optional<Instant> startedAt = Optional.empty();

  public void unreachable() {
    reachable = false;
    startedAt = Optional.empty();
    live.clear();
  }

  public void reachableSince(Instant start) {
    reachable = true;
    startedAt = Optional.of(start);
  }

  public void has(CallId call) {
    live.add(call);
  }

  public void hasNoLonger(CallId call) {
    live.remove(call);
  }

  @Override
  public Optional<Boolean> isLive(CallId call) {
    return reachable ? Optional.of(live.contains(call)) : Optional.empty();
  }

  @Override
  public Optional<Instant> startedAt() {
    return startedAt;
  }
}
