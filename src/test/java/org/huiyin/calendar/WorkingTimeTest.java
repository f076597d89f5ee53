package org.huiyin.calendar;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Generated calendars, in zones that move their clocks and zones that do not, held against a count minute by minute. */
class WorkingTimeTest {
  private static final List<String> ZONES = List.of("Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Asuncion",
      "Australia/Lord_Howe",
      "Africa/Cairo", "UTC");
  private static final int CALENDARS = 80;
  private static final int QUESTIONS = 12;
  private static final LocalDate FIRST = LocalDate.of(2023, 9, 1);

  @Test
  void what_is_added_can_be_taken_away_and_never_counts_outside_hours() {
    for (int seed = 0; seed < CALENDARS; seed++) {
      var random = new Random(seed);
      var calendar = calendar(random);
      for (int i = 0; i < QUESTIONS; i++) {
        var from = moment(random, calendar);
        var amount = Duration.ofMinutes(1 + random.nextInt(60 * 60));
        var to = calendar.plus(from, amount);
        var what = "seed " + seed + ", " + amount + " from " + from;
        assertThat(calendar.between(from, to)).as(what).isEqualTo(amount);
        assertThat(calendar.minus(to, amount)).as(what).isEqualTo(calendar.plus(from, Duration.ZERO));
        assertThat(calendar.between(calendar.minus(from, amount), from)).as(what).isEqualTo(amount);
        assertThat(isWorked(calendar, to)).as(what).isTrue();
        assertThat(isWorked(calendar, to.minusNanos(1)) || calendar.between(from, to.minusNanos(1)).equals(amount)).as(what).isTrue();
      }
    }
  }

  @Test
  void the_time_between_two_moments_is_what_counting_its_minutes_gives() {
    for (int seed = 0; seed < CALENDARS; seed++) {
      var random = new Random(seed);
      var calendar = calendar(random);
      var from = moment(random, calendar);
      var to = from.plus(random.nextInt(6 * 24 * 60), ChronoUnit.MINUTES);
      long minutes = 0;
      for (var at = from; at.isBefore(to); at = at.plus(1, ChronoUnit.MINUTES)) {
        minutes += isWorked(calendar, at) ? 1 : 0;
      }
      assertThat(calendar.between(from, to)).as("seed %s, %s to %s", seed, from, to).isEqualTo(Duration.ofMinutes(minutes));
    }
  }

  @Test
  void attendance_changes_exactly_when_it_was_said_to() {
    for (int seed = 0; seed < CALENDARS; seed++) {
      var random = new Random(seed);
      var calendar = calendar(random);
      for (int i = 0; i < QUESTIONS; i++) {
        var at = moment(random, calendar);
        var found = calendar.at(at);
        var until = found.until();
        if (until == null) {
          continue;
        }
        var what = "seed " + seed + " at " + at;
        assertThat(until).as(what).isAfter(at);
        assertThat(calendar.at(until).attended()).as(what).isNotEqualTo(found.attended());
        assertThat(calendar.at(until.minusNanos(1)).attended()).as(what).isEqualTo(found.attended());
        var between = at.plusMillis(random.nextLong(Duration.between(at, until).toMillis()));
        assertThat(calendar.at(between)).as(what).extracting(Attendance::attended, Attendance::until).containsExactly(found.attended(),
            until);
      }
    }
  }

  @Test
  void working_days_that_are_added_can_be_counted() {
    for (int seed = 0; seed < CALENDARS; seed++) {
      var random = new Random(seed);
      var calendar = calendar(random);
      for (int i = 0; i < QUESTIONS; i++) {
        var from = moment(random, calendar);
        int days = 1 + random.nextInt(30);
        var end = calendar.endOfWorkingDay(from, days);
        var what = "seed " + seed + ", " + days + " from " + from;
        assertThat(calendar.workingDaysBetween(from, end)).as(what).isEqualTo(days);
        assertThat(calendar.day(end.minusNanos(1).atZone(calendar.zone()).toLocalDate()).working()).as(what).isTrue();
        assertThat(isWorked(calendar, end.minusNanos(1))).as(what).isTrue();
      }
    }
  }

  /** Not by way of the engine's own list of times: by the clock on the wall. */
  private static boolean isWorked(WorkCalendar calendar, Instant at) {
    var there = at.atZone(calendar.zone());
    var overlap = calendar.zone().getRules().getTransition(there.toLocalDateTime());
    boolean second = overlap != null && overlap.isOverlap() && there.getOffset().equals(overlap.getOffsetAfter());
    var day = calendar.day(there.toLocalDate());
    int minute = there.getHour() * 60 + there.getMinute();
    return day.working() && day.hours().spans().stream().anyMatch(span -> {
      if (!second) {
        return span.from() <= minute && minute < span.to();
      }
      // The hour that comes again belongs to hours that reach beyond it: they began at their first time and have not ended at it.
      int after = overlap.getDateTimeBefore().getHour() * 60 + overlap.getDateTimeBefore().getMinute();
      return span.from() < after && span.to() >= (after == 0 ? 24 * 60 : after);
    });
  }

  private static Instant moment(Random random, WorkCalendar calendar) {
    return FIRST.plusDays(random.nextInt(500)).atStartOfDay(calendar.zone()).toInstant().plus(random.nextInt(24 * 60), ChronoUnit.MINUTES);
  }

  private static WorkCalendar calendar(Random random) {
    var days = new HashMap<>(WeekHours.everyDay(Hours.NONE));
    var working = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
    for (var day : DayOfWeek.values()) {
      var hours = hours(random, random.nextInt(4) > 0);
      days.put(day, hours);
      if (!hours.none() && random.nextBoolean()) {
        working.add(day);
      }
    }
    working.forEach(day -> days.merge(day, Hours.ALL_DAY, (set, all) -> set.none() ? all : set));
    var specials = new HashMap<LocalDate, SpecialDay>();
    for (int i = 0; i < 30; i++) {
      var date = FIRST.plusDays(random.nextInt(520));
      var hours = hours(random, random.nextBoolean());
      specials.put(date, new SpecialDay(date, "x", hours, !hours.none() && random.nextBoolean()));
    }
    return new WorkCalendar(ZoneId.of(ZONES.get(random.nextInt(ZONES.size()))),
        new WeekHours(days, hours(random, random.nextBoolean()), hours(random, true), working), HolidayList.shipped(), specials);
  }

  private static Hours hours(Random random, boolean some) {
    if (!some) {
      return Hours.NONE;
    }
    var cuts = new ArrayList<Integer>();
    int spans = 1 + random.nextInt(3);
    while (cuts.size() < 2 * spans) {
      // midnight and the hours in which clocks are moved come often
      int cut = random.nextInt(3) == 0 ? List.of(0, 60, 90, 120, 150, 180, 1440).get(random.nextInt(7)) : random.nextInt(96) * 15;
      if (!cuts.contains(cut)) {
        cuts.add(cut);
      }
    }
    cuts.sort(null);
    var made = new ArrayList<Hours.Span>();
    for (int i = 0; i < cuts.size(); i += 2) {
      made.add(new Hours.Span(cuts.get(i), cuts.get(i + 1)));
    }
    return new Hours(made);
  }
}
