package org.huiyin.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.huiyin.calendar.CalendarDay.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class WorkCalendarTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final WorkCalendar USUAL = WorkCalendar.usual(SHANGHAI);

  @ParameterizedTest
  @CsvSource({"2026-11-23T10:00, true, 2026-11-23T20:00, WEEKDAY", "2026-11-23T07:59:59, false, 2026-11-23T08:00, WEEKDAY",
      "2026-11-23T08:00, true, 2026-11-23T20:00, WEEKDAY", "2026-11-23T19:59:59, true, 2026-11-23T20:00, WEEKDAY",
      "2026-11-23T20:00, false, 2026-11-24T08:00, WEEKDAY", "2026-11-22T12:00, true, 2026-11-22T20:00, WEEKDAY",
      "2026-10-01T10:00, false, 2026-10-08T08:00, HOLIDAY", "2026-09-30T20:00, false, 2026-10-08T08:00, WEEKDAY",
      "2026-09-20T10:00, true, 2026-09-20T20:00, MAKE_UP", "2026-01-01T00:00, false, 2026-01-04T08:00, HOLIDAY",
      "2025-12-31T23:59:59, false, 2026-01-04T08:00, WEEKDAY"})
  void who_calls_at_an_instant_is_attended_or_told_when_somebody_comes(LocalDateTime at, boolean attended, LocalDateTime until, Kind kind) {
    var found = USUAL.at(instant(at));
    assertThat(found.attended()).isEqualTo(attended);
    assertThat(found.until()).isEqualTo(instant(until));
    assertThat(found.day().kind()).isEqualTo(kind);
    assertThat(found.listKnown()).isTrue();
  }

  @Test
  void a_special_day_goes_before_the_holiday_and_a_half_day_ends_at_noon() {
    var date = LocalDate.of(2026, 10, 1);
    var calendar = with(new SpecialDay(date, " 国庆值班 ", Hours.parse("09:00-12:00"), false));
    var found = calendar.at(instant(date.atTime(11, 0)));
    assertThat(found.attended()).isTrue();
    assertThat(found.until()).isEqualTo(instant(date.atTime(12, 0)));
    assertThat(found.day()).isEqualTo(new CalendarDay(date, Kind.SPECIAL, "国庆值班", Hours.parse("09:00-12:00"), false));
    assertThat(calendar.at(instant(date.atTime(12, 0))).until()).isEqualTo(instant(LocalDateTime.of(2026, 10, 8, 8, 0)));
  }

  @Test
  void hours_that_touch_at_midnight_are_one_and_an_always_open_desk_never_closes() {
    var night = Map.of(LocalDate.of(2026, 12, 31), new SpecialDay(LocalDate.of(2026, 12, 31), "跨年", Hours.parse("08:00-24:00"), true),
        LocalDate.of(2027, 1, 1), new SpecialDay(LocalDate.of(2027, 1, 1), "跨年", Hours.parse("00:00-02:00"), false));
    var calendar = new WorkCalendar(SHANGHAI, WeekHours.USUALLY, HolidayList.shipped(), night);
    for (var at : List.of("2026-12-31T09:00", "2026-12-31T23:59:59", "2027-01-01T00:00", "2027-01-01T01:00")) {
      assertThat(calendar.at(instant(LocalDateTime.parse(at))).until()).isEqualTo(instant(LocalDateTime.of(2027, 1, 1, 2, 0)));
    }
    var always = new WorkCalendar(SHANGHAI, new WeekHours(WeekHours.everyDay(Hours.ALL_DAY), Hours.ALL_DAY, Hours.ALL_DAY,
        EnumSet.allOf(DayOfWeek.class)), HolidayList.shipped(), Map.of());
    assertThat(always.at(instant(LocalDateTime.of(2026, 11, 23, 3, 0)))).matches(Attendance::attended).extracting(Attendance::until)
        .isNull();
  }

  @Test
  void a_desk_that_is_never_attended_has_no_opening_to_name() {
    var only = new HashMap<>(WeekHours.everyDay(Hours.NONE));
    only.put(DayOfWeek.MONDAY, Hours.parse("08:00-09:00"));
    var closed = new HashMap<LocalDate, SpecialDay>();
    var first = LocalDate.of(2026, 11, 23);
    first.datesUntil(first.plusDays(500)).forEach(date -> closed.put(date, new SpecialDay(date, "停用", Hours.NONE, false)));
    var calendar = new WorkCalendar(SHANGHAI, new WeekHours(only, Hours.NONE, Hours.parse("08:00-09:00"), EnumSet.of(DayOfWeek.MONDAY)),
        Map.of(), closed);
    assertThat(calendar.at(instant(first.atTime(8, 30)))).matches(found -> !found.attended()).extracting(Attendance::until).isNull();
    assertThatIllegalStateException().isThrownBy(() -> calendar.plus(instant(first.atTime(8, 30)), Duration.ofHours(1)));
    assertThatIllegalStateException().isThrownBy(() -> calendar.endOfWorkingDay(instant(first.atTime(8, 30)), 1));
  }

  /** Days in which clocks were moved, in countries that move them. */
  @ParameterizedTest
  @CsvSource({
      // clocks jump from 02:00 to 03:00 inside the hours: an hour less
      "Europe/Berlin, 2026-03-29, 01:00-04:00, 2", "America/New_York, 2026-03-08, 01:00-04:00, 2",
      // the hours lie inside the hour that is left out: nobody is there
      "Europe/Berlin, 2026-03-29, 02:10-02:50, 0", "Europe/Berlin, 2026-03-29, 02:30-03:30, 0.5",
      // an hour comes twice: an hour more, or its first time only
      "Europe/Berlin, 2026-10-25, 01:00-04:00, 4", "Europe/Berlin, 2026-10-25, 02:15-02:45, 0.5",
      "Europe/Berlin, 2026-10-25, 02:30-03:30, 2",
      // the day begins at 01:00, or lasts 23 or 25 hours
      "America/Asuncion, 2023-10-01, 00:00-02:00, 1", "Europe/Berlin, 2026-03-29, 00:00-24:00, 23",
      "Europe/Berlin, 2026-10-25, 00:00-24:00, 25",
      "Asia/Shanghai, 2026-03-29, 00:00-24:00, 24"})
  void hours_are_hours_where_clocks_are_moved(ZoneId zone, LocalDate date, String hours, double expected) {
    var calendar = new WorkCalendar(zone, WeekHours.USUALLY, Map.of(), Map.of(date, new SpecialDay(date, "x", Hours.parse(hours), true)));
    var worked = calendar.between(date.atStartOfDay(zone).toInstant(), date.plusDays(1).atStartOfDay(zone).toInstant());
    assertThat(worked).isEqualTo(Duration.ofMinutes((long) (expected * 60)));
  }

  @ParameterizedTest
  @CsvSource({
      // a Monday; weekends are attended but no working days
      "2026-11-23T10:00, 4, 2026-11-23T14:00", "2026-11-23T19:00, 2, 2026-11-24T09:00", "2026-11-23T21:00, 1, 2026-11-24T09:00",
      "2026-11-27T19:00, 2, 2026-11-30T09:00", "2026-11-28T10:00, 1, 2026-11-30T09:00",
      // before the holidays of October; the Sunday of 20 September is worked
      "2026-09-30T19:30, 1, 2026-10-08T08:30", "2026-09-18T20:00, 1, 2026-09-20T09:00", "2026-10-09T20:00, 1, 2026-10-10T09:00",
      // over the end of a year
      "2025-12-31T19:00, 2, 2026-01-04T09:00"})
  void working_hours_are_counted_over_nights_weekends_holidays_and_years(LocalDateTime from, int hours, LocalDateTime to) {
    assertThat(USUAL.plus(instant(from), Duration.ofHours(hours))).isEqualTo(instant(to));
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T10:00, 1, 2026-11-24T20:00", "2026-11-23T00:00, 5, 2026-11-30T20:00", "2026-11-27T21:00, 1, 2026-11-30T20:00",
      "2026-09-30T09:00, 1, 2026-10-08T20:00", "2026-09-30T09:00, 3, 2026-10-10T20:00", "2026-09-18T09:00, 1, 2026-09-20T20:00"})
  void working_days_begin_on_the_day_after_and_end_with_the_last(LocalDateTime from, int days, LocalDateTime to) {
    assertThat(USUAL.endOfWorkingDay(instant(from), days)).isEqualTo(instant(to));
    assertThatIllegalArgumentException().isThrownBy(() -> USUAL.endOfWorkingDay(instant(from), 0));
  }

  @Test
  void a_missing_list_is_warned_of_from_the_first_of_november() {
    assertThat(USUAL.missingLists(instant(LocalDateTime.of(2026, 10, 31, 23, 59)))).isEmpty();
    assertThat(USUAL.missingLists(instant(LocalDateTime.of(2026, 11, 1, 0, 0)))).containsExactly(2027);
    assertThat(USUAL.missingLists(instant(LocalDateTime.of(2027, 1, 2, 0, 0)))).containsExactly(2027);
    assertThat(USUAL.missingLists(instant(LocalDateTime.of(2027, 12, 2, 0, 0)))).containsExactly(2027, 2028);
    assertThat(USUAL.at(instant(LocalDateTime.of(2027, 10, 1, 10, 0)))).matches(found -> !found.listKnown() && found.attended());
  }

  @Test
  void a_december_follows_the_next_years_notice_where_that_names_it() {
    var lists = new HashMap<>(HolidayList.shipped());
    lists.put(2027, HolidayList.parse("{\"year\":2027,\"days\":[{\"name\":\"元旦\",\"date\":\"2026-12-31\",\"isOffDay\":true}]}"));
    var day = new WorkCalendar(SHANGHAI, WeekHours.USUALLY, lists, Map.of()).day(LocalDate.of(2026, 12, 31));
    assertThat(day.kind()).isEqualTo(Kind.HOLIDAY);
    assertThat(day.working()).isFalse();
  }

  @Test
  void a_week_without_working_time_cannot_be_set() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WeekHours(WeekHours.everyDay(Hours.NONE), Hours.NONE, Hours.ALL_DAY, EnumSet.of(DayOfWeek.MONDAY)));
    assertThatIllegalArgumentException().isThrownBy(
        () -> new WeekHours(WeekHours.everyDay(Hours.ALL_DAY), Hours.NONE, Hours.ALL_DAY, EnumSet.noneOf(DayOfWeek.class)));
    assertThatIllegalArgumentException().isThrownBy(() -> new SpecialDay(LocalDate.EPOCH, "x", Hours.NONE, true));
  }

  private static WorkCalendar with(SpecialDay day) {
    return new WorkCalendar(SHANGHAI, WeekHours.USUALLY, HolidayList.shipped(), Map.of(day.date(), day));
  }

  private static Instant instant(LocalDateTime local) {
    return local.atZone(SHANGHAI).toInstant();
  }
}
