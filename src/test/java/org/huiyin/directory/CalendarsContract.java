package org.huiyin.directory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.audit.AuditLog;
import org.huiyin.calendar.CalendarDay.Kind;
import org.huiyin.calendar.HolidayList;
import org.huiyin.calendar.Hours;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.calendar.WorkCalendar;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SpringBootTest(classes = DeskRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class CalendarsContract {
  private static final Actor ADMIN = new Actor.LocalAdmin();
  private static final LocalDate DAY = LocalDate.of(2026, 11, 25);

  @Autowired
  Directory directory;
  @Autowired
  Calendars calendars;
  @Autowired
  MissingHolidays missing;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  AuditLog audit;

  private CommunityId here = CommunityId.random();

  @BeforeEach
  void a_new_community() {
    here = CommunityId.random();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(here.value())
        .update();
    clock.set(DeskRooms.START);
  }

  @Test
  void a_community_that_set_nothing_has_the_usual_calendar() {
    assertThat(calendars.of(here)).isEqualTo(WorkCalendar.usual(ZoneId.of("Asia/Shanghai")));
    assertThat(calendars.nightNumber(here)).isEmpty();
    assertThat(calendars.ownLists(here)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> calendars.of(CommunityId.random()));
  }

  @Test
  void what_is_set_counts_at_once_is_kept_and_is_audited() {
    var days = WeekHours.everyDay(Hours.parse("09:00-12:00,13:00-17:00"));
    days.put(DayOfWeek.SUNDAY, Hours.NONE);
    var week = new WeekHours(days, Hours.parse("10:00-11:00"), Hours.parse("09:00-17:00"),
        EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.SATURDAY));
    calendars.setHours(ADMIN, here, week);
    calendars.setDay(ADMIN, here, new SpecialDay(DAY, "停电检修", Hours.NONE, false));
    calendars.setNightNumber(ADMIN, here, "62345678");
    for (Calendars each : List.of(calendars, new JdbcCalendars(jdbc, audit, directory, transaction))) {
      assertThat(each.of(here).week()).isEqualTo(week);
      assertThat(each.of(here).day(DAY).kind()).isEqualTo(Kind.SPECIAL);
      assertThat(each.nightNumber(here)).isEqualTo("62345678");
    }
    calendars.clearDay(ADMIN, here, DAY);
    calendars.clearDay(ADMIN, here, DAY);
    calendars.setNightNumber(ADMIN, here, "");
    assertThat(calendars.of(here).day(DAY).kind()).isEqualTo(Kind.WEEKDAY);
    assertThat(calendars.nightNumber(here)).isEmpty();
    assertThat(acts()).containsExactlyInAnyOrder("calendar.hours", "calendar.day", "calendar.night-number", "calendar.day-cleared",
        "calendar.night-number");
  }

  @Test
  void a_list_that_is_taken_in_replaces_the_shipped_one_until_it_is_forgotten() {
    var list = new HolidayList(2026, List.of("区政府公告"), List.of(new HolidayList.Day(DAY, "社区节", true)));
    calendars.takeHolidays(ADMIN, Set.of(here), list);
    assertThat(calendars.of(here).day(DAY).kind()).isEqualTo(Kind.HOLIDAY);
    assertThat(calendars.of(here).day(LocalDate.of(2026, 10, 1)).kind()).isEqualTo(Kind.WEEKDAY);
    assertThat(calendars.ownLists(here)).containsExactly(2026);
    calendars.takeHolidays(ADMIN, Set.of(here), list);
    calendars.forgetHolidays(ADMIN, here, 2026);
    calendars.forgetHolidays(ADMIN, here, 2026);
    assertThat(calendars.of(here).day(LocalDate.of(2026, 10, 1)).kind()).isEqualTo(Kind.HOLIDAY);
    assertThat(acts()).containsExactlyInAnyOrder("calendar.holidays", "calendar.holidays", "calendar.holidays-forgotten");
  }

  @Test
  void communities_have_calendars_of_their_own() {
    var other = directory.dialledBy("12345").id();
    calendars.setDay(ADMIN, here, new SpecialDay(DAY, "庙会", Hours.ALL_DAY, false));
    assertThat(calendars.of(other).day(DAY).kind()).isEqualTo(Kind.WEEKDAY);
    assertThat(calendars.of(here).at(DAY.atTime(3, 0).atZone(ZoneId.of("Asia/Shanghai")).toInstant()).attended()).isTrue();
  }

  @Test
  void what_is_refused_changes_nothing_and_is_not_audited() {
    assertThatIllegalArgumentException().isThrownBy(() -> calendars.setNightNumber(ADMIN, here, "12"));
    assertThatIllegalArgumentException().isThrownBy(() -> calendars.setNightNumber(ADMIN, here, "62345678; drop"));
    var nowhere = CommunityId.random();
    assertThatIllegalArgumentException().isThrownBy(() -> calendars.setDay(ADMIN, nowhere, new SpecialDay(DAY, "x", Hours.NONE, false)));
    var list = new HolidayList(2027, List.of(), List.of(new HolidayList.Day(LocalDate.of(2027, 1, 1), "元旦", true)));
    assertThatIllegalArgumentException().isThrownBy(() -> calendars.takeHolidays(ADMIN, Set.of(here, nowhere), list));
    assertThat(calendars.ownLists(here)).isEmpty();
    assertThat(acts()).isEmpty();
  }

  @Test
  void a_year_without_a_list_is_missing_from_november_until_every_community_has_it() {
    assertThat(missing.years()).containsExactly(2027);
    clock.set(LocalDateTime.of(2026, 10, 31, 23, 0).atZone(ZoneId.of("Asia/Shanghai")).toInstant());
    assertThat(missing.years()).isEmpty();
    clock.set(DeskRooms.START);
    var list = new HolidayList(2027, List.of("国办"), List.of(new HolidayList.Day(LocalDate.of(2027, 1, 1), "元旦", true)));
    var all = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    calendars.takeHolidays(ADMIN, all, list);
    assertThat(missing.years()).isEmpty();
    all.forEach(community -> calendars.forgetHolidays(ADMIN, community, 2027));
  }

  private List<@Nullable String> acts() {
    return jdbc.sql("select act from audit_entry where subject = ?").param("community:" + here).query(String.class).list();
  }
}
