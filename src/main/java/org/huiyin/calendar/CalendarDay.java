package org.huiyin.calendar;

import java.time.LocalDate;

/**
 * What a day is in a community's calendar.
 *
 * @param name the holiday's or special day's; empty on a weekday
 * @param working whether it counts among working days
 */
public record CalendarDay(LocalDate date, Kind kind, String name, Hours hours, boolean working) {
  public enum Kind {
    /** As its weekday says. */
    WEEKDAY,
    /** 放假. */
    HOLIDAY,
    /** 调休上班. */
    MAKE_UP,
    /** Set by hand. */
    SPECIAL
  }
}
