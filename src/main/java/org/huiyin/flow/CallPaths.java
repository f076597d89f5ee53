package org.huiyin.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.huiyin.calendar.Attendance;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/** What happens to a call at any minute, found out by walking it: with the menu, the calendar and the decisions of a real call. */
public interface CallPaths {
  /**
   * The way of a caller who presses these keys, one wherever a key counts, and then none, and speaks when asked to.
   *
   * @param number as it is dialled
   * @param keys out of {@code 0-9*#}, at most 20
   */
  Path path(String number, Instant at, String keys);

  /** @param menuVersion names the document of the menu in force */
  record Path(CommunityId community, Attendance attendance, String menuVersion, List<Stage> steps) {
  }

  /**
   * One step on the way.
   *
   * @param kind {@code notice}, {@code hours}, {@code announce}, {@code menu}, {@code enquiry}, {@code progress}, {@code information}, {@code choice}, {@code says}, {@code message}, {@code review}, {@code replay}, {@code thanks},
   *        {@code done}, or {@code gone} when the caller has put the line down
   * @param says what is heard, in order
   * @param keys where each key leads from here: the id of a choice, or {@code menu} or {@code notice} where something is said again;
   *        {@code again}, {@code progress} or {@code information} for an answer; the id of an announcement;
   *        for {@code hours} there is one entry in place of keys, {@code attended} or {@code closed}, and where that leads;
   *        after a message {@code replay}, {@code anew}, {@code more} or {@code thanks}
   * @param seconds how long a key is waited for, or how long the caller may speak; 0 where neither
   * @param pressed the key that the caller pressed here
   * @param choice the choice that was made; empty before
   */
  record Stage(String kind, String language, List<Said> says, Map<String, String> keys, long seconds, @Nullable String pressed,
      String choice) {
  }

  /**
   * @param id the prompt's, as its sound is called
   * @param language that it is said in: how to change the language is said in the other one
   */
  record Said(String id, String text, String language) {
  }
}
