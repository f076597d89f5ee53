package org.huiyin.telephony;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When each moment of the script began, for a resident who acts in its middle. */
final class Moments {
  private final Map<Integer, Long> began = new ConcurrentHashMap<>();
  private int next;

  /** Sounds of one act follow each other. */
  synchronized void begin(int count) {
    long now = System.nanoTime();
    for (int i = 0; i < count; i++) {
      began.put(next++, now + CallSessionContract.SOUND.toNanos() * i);
    }
  }

  void awaitMiddleOf(int moment) {
    RealHotline
        .awaitUntil(() -> began.containsKey(moment) && System.nanoTime() > began.get(moment) + CallSessionContract.SOUND.toNanos() / 2);
  }
}
