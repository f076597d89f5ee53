package org.huiyin.flow;

import java.time.ZonedDateTime;

import org.jspecify.annotations.Nullable;

/**
 * What a call finds when it comes in. It keeps this to its end, though the desk may close meanwhile.
 *
 * @param now in the community's time
 * @param opens after hours, when somebody will be there; null if nobody knows
 * @param nightNumber the community's own, digits; empty for none
 * @param dialled the number that leads to its own beginning of the menu; empty for one that has none
 */
record Situation(boolean attended, ZonedDateTime now, @Nullable ZonedDateTime opens, String nightNumber, String dialled) {
  /** Of a call to a number that has no beginning of its own. */
  Situation(boolean attended, ZonedDateTime now, @Nullable ZonedDateTime opens, String nightNumber) {
    this(attended, now, opens, nightNumber, "");
  }

  Situation dialling(String number) {
    return new Situation(attended, now, opens, nightNumber, number);
  }
}
