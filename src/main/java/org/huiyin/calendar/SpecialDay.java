package org.huiyin.calendar;

import java.time.LocalDate;

/**
 * A day that a community has set by hand: closed, open longer, or a half day. It goes before holidays and weekdays.
 *
 * @param name why, in the community's own words
 * @param working whether it counts among working days
 */
public record SpecialDay(LocalDate date, String name, Hours hours, boolean working) {
  private static final int LONGEST_NAME = 50;

  public SpecialDay {
    name = name.strip();
    if (name.isEmpty() || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a special day's name has 1 to " + LONGEST_NAME + " characters");
    }
    if (working && hours.none()) {
      throw new IllegalArgumentException("a working day has hours");
    }
  }
}
