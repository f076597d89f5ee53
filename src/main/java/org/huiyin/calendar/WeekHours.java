package org.huiyin.calendar;

import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * When somebody attends on usual days.
 *
 * @param days every weekday has its hours, which may be none
 * @param holiday on a public holiday, whatever its weekday
 * @param makeUp on a make-up workday, whatever its weekday
 * @param workingDays the weekdays that count among working days; each of them has hours, as make-up workdays have
 */
public record WeekHours(Map<DayOfWeek, Hours> days, Hours holiday, Hours makeUp, Set<DayOfWeek> workingDays) {
  private static final Hours USUAL = Hours.parse("08:00-20:00");
  /** Every day from 08:00 to 20:00 but on public holidays; Monday to Friday are working days. */
  public static final WeekHours USUALLY = new WeekHours(everyDay(USUAL), Hours.NONE, USUAL,
      EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

  public WeekHours {
    if (days.size() != DayOfWeek.values().length) {
      throw new IllegalArgumentException("every weekday has its hours, even if none");
    }
    if (workingDays.isEmpty()) {
      throw new IllegalArgumentException("a week has at least one working day");
    }
    boolean without = days.entrySet().stream().filter(day -> day.getValue().none()).map(Map.Entry::getKey).anyMatch(workingDays::contains);
    if (without || makeUp.none()) {
      throw new IllegalArgumentException("a working day has hours");
    }
    days = Map.copyOf(days);
    workingDays = Set.copyOf(workingDays);
  }

  public static Map<DayOfWeek, Hours> everyDay(Hours hours) {
    var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
    for (var day : DayOfWeek.values()) {
      days.put(day, hours);
    }
    return days;
  }

  public Hours on(DayOfWeek day) {
    return days.getOrDefault(day, Hours.NONE);
  }
}
