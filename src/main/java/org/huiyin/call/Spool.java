package org.huiyin.call;

import java.nio.file.Path;
import java.util.List;

import org.huiyin.foundation.CallId;

/** Where Asterisk leaves the files of a call: {@code spool/<yyyyMMdd>/<callId>...}. */
public interface Spool {
  /** The files that belong to the call; empty when there are none (any more). */
  SpooledCall filesOf(CallId call);

  /** Every call that still has files in the spool. */
  List<CallId> calls();

  /**
   * @param callerLeg the resident's side (WAV, 8 kHz, 16 bit, mono); may not exist
   * @param staffLeg what the resident heard; may not exist
   * @param all every existing file of the call, the sidecars included
   */
  record SpooledCall(CallId call, Path callerLeg, Path staffLeg, List<Path> all) {
  }
}
