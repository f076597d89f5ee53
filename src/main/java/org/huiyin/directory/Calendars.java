package org.huiyin.directory;

import java.time.LocalDate;
import java.util.Set;

import org.huiyin.calendar.HolidayList;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.calendar.WorkCalendar;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * Each community's work calendar, held in memory so that a call is answered by it while the database is away. Every change is audited and counts for the
 * next call.
 */
public interface Calendars {
  WorkCalendar of(CommunityId community);

  /** The years whose list this community has taken in itself; those of other years come with the product. */
  Set<Integer> ownLists(CommunityId community);

  /** Digits that are said to callers whose life is in danger while nobody attends; empty when the community has none. */
  String nightNumber(CommunityId community);

  void setHours(Actor by, CommunityId community, WeekHours hours);

  /** In place of any list of that year. */
  void takeHolidays(Actor by, Set<CommunityId> communities, HolidayList list);

  /** From here on the list that comes with the product counts, if there is one. */
  void forgetHolidays(Actor by, CommunityId community, int year);

  /** In place of what was set for that day. */
  void setDay(Actor by, CommunityId community, SpecialDay day);

  void clearDay(Actor by, CommunityId community, LocalDate day);

  /** @param number 3 to 20 digits, or empty for none */
  void setNightNumber(Actor by, CommunityId community, String number);
}
