package org.huiyin.telephony;

/** What happens in a call. Implemented by {@code flow}; run on a thread of its own for each call. */
@FunctionalInterface
public interface CallScript {
  /** Walks the call to its end. Returning hands the call back to the dialplan; an exception sends the caller to the dialplan's own fallback. */
  void run(CallSession session);
}
