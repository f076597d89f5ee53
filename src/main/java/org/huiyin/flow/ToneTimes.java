package org.huiyin.flow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.huiyin.foundation.CommunityId;

/**
 * Where callers who press no key wait longer for the tone than they are promised, though every menu and prompt was checked when it was put in force: other
 * hours, a new release or another voice change it unasked. Reckoned beside, so that nobody who asks waits for it.
 */
public interface ToneTimes {
  /** How long they wait at most, of the communities where that is more than 30 s; as it was at most a minute ago. */
  Map<CommunityId, Duration> late();

  /**
   * Reckons one community anew, after its hours were changed. Never throws: what cannot be reckoned stays as it was.
   *
   * @return how long they wait at most, where that is more than 30 s
   */
  Optional<Duration> lookAgain(CommunityId community);
}
