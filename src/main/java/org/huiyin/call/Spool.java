package org.huiyin.call;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.CallId;

/** Where Asterisk leaves the files of a call: {@code spool/<yyyyMMdd>/<callId>...}. */
public interface Spool {
  /** The files that belong to the call; empty when there are none (any more). */
  SpooledCall filesOf(CallId call);

  /** Every call that still has files in the spool. */
  List<CallId> calls();

  /**
   * Whether Asterisk no longer writes the call's files, as far as can be told without their end: it says that the call is gone, or it was started after the
   * call, or it cannot be asked; and the files have not changed for a while. Looking is what starts the while, so ask again.
   */
  boolean abandoned(CallId call, Instant startedAt);

  /**
   * @param callerLeg the resident's side (WAV, 8 kHz, 16 bit, mono); may not exist
   * @param staffLeg what the resident heard; may not exist
   * @param all every existing file of the call, the sidecars included
   */
  record SpooledCall(CallId call, Path callerLeg, Path staffLeg, List<Path> all) {
    public boolean isEmpty() {
      return all.isEmpty();
    }
  }
}
