package org.huiyin.telephony;

/** What happens in a call in which a prompt is recorded. Implemented by {@code flow}; run on a thread of its own for each call. */
@FunctionalInterface
public interface StudioScript {
  /** Walks the call to its end. Returning without {@link StudioSession#done}, or an exception, lets the dialplan say that it is not possible now. */
  void run(StudioSession session);
}
