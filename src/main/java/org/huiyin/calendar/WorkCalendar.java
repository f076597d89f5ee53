package org.huiyin.calendar;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.huiyin.calendar.CalendarDay.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One community's calendar. A special day goes before the holiday lists, and these before the weekday. Working time is the attended hours of working
 * days.
 *
 * @param lists by their year
 * @param specials by their date
 */
public record WorkCalendar(ZoneId zone, WeekHours week, Map<Integer, HolidayList> lists, Map<LocalDate, SpecialDay> specials) {
  /** Who has attended, or not, for so long is taken to do so for ever. */
  private static final int FAR = 400;
  /** Lists are published in the last weeks of the year before; from here on a missing one is worth a word. */
  private static final Month WARNED_FROM = Month.NOVEMBER;

  public WorkCalendar {
    lists = Map.copyOf(lists);
    specials = Map.copyOf(specials);
  }

  /** Nothing set by hand: the usual hours and the lists that come with the product. */
  public static WorkCalendar usual(ZoneId zone) {
    return new WorkCalendar(zone, WeekHours.USUALLY, HolidayList.shipped(), Map.of());
  }

  public CalendarDay day(LocalDate date) {
    var special = specials.get(date);
    if (special != null) {
      return new CalendarDay(date, Kind.SPECIAL, special.name(), special.hours(), special.working());
    }
    var ordered = ordered(date);
    if (ordered != null) {
      return ordered.off()
          ? new CalendarDay(date, Kind.HOLIDAY, ordered.name(), week.holiday(), false)
          : new CalendarDay(date, Kind.MAKE_UP, ordered.name(), week.makeUp(), true);
    }
    var weekday = date.getDayOfWeek();
    return new CalendarDay(date, Kind.WEEKDAY, "", week.on(weekday), week.workingDays().contains(weekday));
  }

  /** A notice may order days of the years beside its own; the newest word counts. */
  private HolidayList.@Nullable Day ordered(LocalDate date) {
    return IntStream.of(date.getYear() + 1, date.getYear(), date.getYear() - 1).mapToObj(lists::get)
        .flatMap(list -> list == null ? Stream.empty() : list.on(date).stream()).findFirst().orElse(null);
  }

  /** Is anyone attending at this instant, until when, and why? */
  public Attendance at(Instant instant) {
    var date = instant.atZone(zone).toLocalDate();
    var now = Stream.of(date.minusDays(1), date).flatMap(day -> times(day).stream()).filter(time -> time.holds(instant)).findFirst();
    var day = day(date);
    boolean known = lists.containsKey(date.getYear()) || day.kind() != Kind.WEEKDAY;
    return now.isPresent()
        ? new Attendance(true, closing(date, now.get().to()), day, known)
        : new Attendance(false, opening(date, instant), day, known);
  }

  /** The end of attendance that goes on at {@code end}: hours that touch at midnight are one. */
  private @Nullable Instant closing(LocalDate date, Instant end) {
    var until = end;
    for (int i = 0; i <= FAR; i++) {
      var next = until;
      var goesOn = times(date.plusDays(i)).stream().filter(time -> time.holds(next)).findFirst();
      if (goesOn.isPresent()) {
        until = goesOn.get().to();
      }
      if (until.isBefore(start(date.plusDays(i + 1L)))) {
        return until;
      }
    }
    return null;
  }

  private @Nullable Instant opening(LocalDate date, Instant after) {
    return IntStream.rangeClosed(0, FAR).mapToObj(date::plusDays).flatMap(day -> times(day).stream()).map(Time::from)
        .filter(from -> from.isAfter(after)).findFirst().orElse(null);
  }

  /**
   * The moment at which so much working time has passed.
   *
   * @param amount 0 or more; 0 gives {@code from}, or the next working moment
   */
  public Instant plus(Instant from, Duration amount) {
    var left = amount;
    var date = from.atZone(zone).toLocalDate();
    for (int idle = 0; idle <= FAR; idle++) {
      for (var time : working(date)) {
        var begin = from.isAfter(time.from()) ? from : time.from();
        if (!begin.isBefore(time.to())) {
          continue;
        }
        idle = 0;
        var here = Duration.between(begin, time.to());
        if (left.compareTo(here) < 0) {
          return begin.plus(left);
        }
        left = left.minus(here);
      }
      date = date.plusDays(1);
    }
    throw new IllegalStateException("this calendar has no working time in a year from " + date.minusDays(FAR));
  }

  /** The moment of working time from which so much of it passes until {@code to}; with 0, {@code to} or the end of the working time before it. */
  public Instant minus(Instant to, Duration amount) {
    var left = amount;
    var date = to.atZone(zone).toLocalDate();
    for (int idle = 0; idle <= FAR; idle++) {
      for (var time : working(date).reversed()) {
        var end = to.isBefore(time.to()) ? to : time.to();
        if (!end.isAfter(time.from())) {
          continue;
        }
        idle = 0;
        var here = Duration.between(time.from(), end);
        if (left.compareTo(here) <= 0) {
          return end.minus(left);
        }
        left = left.minus(here);
      }
      date = date.minusDays(1);
    }
    throw new IllegalStateException("this calendar has no working time in a year before " + date.plusDays(FAR));
  }

  /** How much working time passes from one moment to another, which is not earlier. */
  public Duration between(Instant from, Instant to) {
    var sum = Duration.ZERO;
    var last = to.atZone(zone).toLocalDate();
    for (var date = from.atZone(zone).toLocalDate(); !date.isAfter(last); date = date.plusDays(1)) {
      for (var time : working(date)) {
        var begin = from.isAfter(time.from()) ? from : time.from();
        var end = to.isBefore(time.to()) ? to : time.to();
        sum = begin.isBefore(end) ? sum.plus(Duration.between(begin, end)) : sum;
      }
    }
    return sum;
  }

  /**
   * The end of the {@code days}th working day. As the law counts, the day on which something begins is not one of them.
   *
   * @param days 1 or more
   */
  public Instant endOfWorkingDay(Instant from, int days) {
    if (days < 1) {
      throw new IllegalArgumentException("working days are counted from 1");
    }
    var date = from.atZone(zone).toLocalDate();
    int left = days;
    for (int idle = 0; idle <= FAR; idle++) {
      date = date.plusDays(1);
      var times = working(date);
      if (!times.isEmpty()) {
        idle = 0;
        left--;
        if (left == 0) {
          return times.getLast().to();
        }
      }
    }
    throw new IllegalStateException("this calendar has no working day in a year from " + date.minusDays(FAR));
  }

  /** How many working days lie after the day of {@code from}, up to and with the day of {@code to}. */
  public int workingDaysBetween(Instant from, Instant to) {
    // the end of a day is an instant of the next one
    var last = to.minusNanos(1).atZone(zone).toLocalDate();
    return (int) from.atZone(zone).toLocalDate().plusDays(1).datesUntil(last.plusDays(1)).filter(date -> !working(date).isEmpty()).count();
  }

  /** The years that are missing or will soon be: the present one, and from 1 November the next. */
  public List<Integer> missingLists(Instant now) {
    var today = now.atZone(zone).toLocalDate();
    var needed = new TreeSet<>(List.of(today.getYear()));
    if (today.getMonth().compareTo(WARNED_FROM) >= 0) {
      needed.add(today.getYear() + 1);
    }
    return needed.stream().filter(year -> !lists.containsKey(year)).toList();
  }

  private record Time(Instant from, Instant to) {
    boolean holds(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  private List<Time> working(LocalDate date) {
    return day(date).working() ? times(date) : List.of();
  }

  private List<Time> times(LocalDate date) {
    return day(date).hours().spans().stream().map(span -> new Time(instant(date, span.from()), instant(date, span.to())))
        .filter(time -> time.from().isBefore(time.to())).toList();
  }

  private Instant start(LocalDate date) {
    return instant(date, 0);
  }

  /** A minute that the clocks leave out is the moment at which they are moved; of one that comes twice, the first counts. */
  private Instant instant(LocalDate date, int minute) {
    var local = minute == Hours.Span.DAY
        ? date.plusDays(1).atStartOfDay()
        : LocalDateTime.of(date, LocalTime.ofSecondOfDay(minute * 60L));
    var change = zone.getRules().getTransition(local);
    return change != null && change.isGap() ? change.getInstant() : local.atZone(zone).toInstant();
  }
}
