package org.huiyin.flow;

import org.huiyin.flow.prompts.Recorded;
import org.huiyin.foundation.CallId;

/** What a call in which a prompt is recorded needs of the rest of the house. */
interface StudioDesk {
  /**
   * Whether the PIN is good now.
   *
   * @return {@link StudioEvent.Admitted}, {@link StudioEvent.Wrong} or {@link StudioEvent.ShutOut}
   */
  StudioEvent admit(CallId call, String digits);

  /** What callers hear now, as Asterisk is told it. */
  String heardNow(StudioPass pass);

  /**
   * What callers would hear.
   *
   * @return {@link StudioEvent.Ready}, {@link StudioEvent.Refused} or {@link StudioEvent.ShutOut}
   */
  StudioEvent finish(StudioPass pass, byte[] wav);

  /**
   * Puts it in force and uses up the PIN, both or neither.
   *
   * @return {@link StudioEvent.InForce}, {@link StudioEvent.Refused} or {@link StudioEvent.ShutOut}
   */
  StudioEvent keep(StudioPass pass, Recorded sound);
}
