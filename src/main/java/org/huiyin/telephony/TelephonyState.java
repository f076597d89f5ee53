package org.huiyin.telephony;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How the ways to Asterisk stand; for health and the system page.
 *
 * @param lastHeartbeat when the dialplan was last told that the service lives; null when never
 * @param asteriskVersion empty while unknown
 * @param activeSessions calls inside a script now
 */
public record TelephonyState(boolean managerConnected, boolean agiListening, @Nullable Instant lastHeartbeat, String asteriskVersion,
    int activeSessions) {
  /** Asked by {@code operations}. */
  public interface Source {
    TelephonyState telephonyState();
  }
}
