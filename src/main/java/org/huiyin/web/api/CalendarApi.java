package org.huiyin.web.api;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.huiyin.access.Permission;
import org.huiyin.calendar.HolidayList;
import org.huiyin.calendar.Hours;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/communities")
@Needs(Permission.SEE_DESK)
@Tag(name = "communities", description = "Communities, and when somebody attends there.")
class CalendarApi {
  private static final String HOLIDAY = "holiday";
  private static final String MAKE_UP = "make-up";

  /** @param own whether the community took it in itself; the others come with the product */
  record ListResource(int year, List<String> papers, boolean own) {
  }

  record DayResource(LocalDate date, String name, String hours, boolean working) {
  }

  /** @param until when {@code attended} changes; null if it does not within a year */
  record NowResource(boolean attended, @Nullable OffsetDateTime until) {
  }

  /**
   * A community's calendar as it is set.
   *
   * @param hours by weekday, and those of a {@code holiday} and a {@code make-up} workday: {@code 08:00-12:00,13:00-20:00}, empty for none
   * @param missing the years whose holidays are needed and not known
   */
  record CalendarResource(String zone, Map<String, String> hours, List<String> workingDays, List<ListResource> lists, List<Integer> missing,
      List<DayResource> days, String nightNumber, NowResource now) {
  }

  record HoursRequest(@Nullable Map<String, String> hours, @Nullable List<String> workingDays) {
  }

  record DayRequest(@Nullable String name, @Nullable String hours, @Nullable Boolean working) {
  }

  record NightNumber(@Nullable String number) {
  }

  private final Directory directory;
  private final Calendars calendars;
  private final Clock clock;

  CalendarApi(Directory directory, Calendars calendars, Clock clock) {
    this.directory = directory;
    this.calendars = calendars;
    this.clock = clock;
  }

  @GetMapping("/{id}/calendar")
  @Operation(summary = "Hours, holiday lists and special days of a community")
  CalendarResource calendar(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id) {
    var community = seen(viewer, id);
    var calendar = calendars.of(community);
    var week = calendar.week();
    var hours = new LinkedHashMap<String, String>();
    for (var day : DayOfWeek.values()) {
      hours.put(lower(day), week.on(day).toString());
    }
    hours.put(HOLIDAY, week.holiday().toString());
    hours.put(MAKE_UP, week.makeUp().toString());
    var own = calendars.ownLists(community);
    var now = calendar.at(clock.instant());
    var until = now.until();
    return new CalendarResource(calendar.zone().getId(), hours, week.workingDays().stream().sorted().map(CalendarApi::lower).toList(),
        calendar.lists().values().stream().sorted(Comparator.comparingInt(HolidayList::year))
            .map(list -> new ListResource(list.year(), list.papers(), own.contains(list.year()))).toList(),
        calendar.missingLists(clock.instant()),
        calendar.specials().values().stream().sorted(Comparator.comparing(SpecialDay::date)).map(CalendarApi::resource).toList(),
        calendars.nightNumber(community),
        new NowResource(now.attended(), until == null ? null : Resources.at(until, calendar.zone())));
  }

  @PutMapping("/{id}/calendar/hours")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Sets the hours of all weekdays, of holidays and of make-up workdays")
  CalendarResource hours(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody HoursRequest request) {
    var community = seen(viewer, id);
    calendars.setHours(viewer.actor(), community, week(request));
    return calendar(viewer, id);
  }

  private static WeekHours week(HoursRequest request) {
    var hours = request.hours() == null ? Map.<String, String>of() : request.hours();
    var known = Arrays.stream(DayOfWeek.values()).map(CalendarApi::lower).collect(Collectors.toCollection(TreeSet::new));
    known.addAll(Set.of(HOLIDAY, MAKE_UP));
    if (!hours.keySet().equals(known)) {
      throw new IllegalArgumentException("hours are given for each of " + String.join(", ", known));
    }
    var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
    for (var day : DayOfWeek.values()) {
      days.put(day, Hours.parse(hours.getOrDefault(lower(day), "")));
    }
    var working = request.workingDays() == null ? List.<String>of() : request.workingDays();
    return new WeekHours(days, Hours.parse(hours.getOrDefault(HOLIDAY, "")), Hours.parse(hours.getOrDefault(MAKE_UP, "")),
        working.stream().map(CalendarApi::weekday).collect(Collectors.toSet()));
  }

  @PutMapping("/{id}/calendar/holidays/{year}")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Takes in a year's holidays and make-up workdays, in the form of holiday-cn")
  CalendarResource holidays(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable int year, @RequestBody String list) {
    var community = seen(viewer, id);
    var read = HolidayList.parse(list);
    if (read.year() != year) {
      throw new IllegalArgumentException("/year: the list is not for " + year);
    }
    calendars.takeHolidays(viewer.actor(), Set.of(community), read);
    return calendar(viewer, id);
  }

  @DeleteMapping("/{id}/calendar/holidays/{year}")
  @Needs(Permission.MANAGE_DESK)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Forgets the list that was taken in; the one that comes with the product counts again")
  void forgetHolidays(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @PathVariable int year) {
    calendars.forgetHolidays(viewer.actor(), seen(viewer, id), year);
  }

  @PutMapping("/{id}/calendar/days/{date}")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Sets a special day, which goes before holidays and weekdays")
  CalendarResource day(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @PathVariable LocalDate date, @RequestBody DayRequest request) {
    var community = seen(viewer, id);
    var hours = Hours.parse(request.hours() == null ? "" : request.hours());
    calendars.setDay(viewer.actor(), community,
        new SpecialDay(date, request.name() == null ? "" : request.name(), hours, Boolean.TRUE.equals(request.working())));
    return calendar(viewer, id);
  }

  @DeleteMapping("/{id}/calendar/days/{date}")
  @Needs(Permission.MANAGE_DESK)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "The day is again as its weekday or holiday says")
  void clearDay(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id, @PathVariable LocalDate date) {
    calendars.clearDay(viewer.actor(), seen(viewer, id), date);
  }

  @PutMapping("/{id}/night-number")
  @Needs(Permission.MANAGE_DESK)
  @Operation(summary = "Sets the number that is said to callers in danger while nobody attends; empty for none")
  CalendarResource nightNumber(@Parameter(hidden = true) @AuthenticationPrincipal Viewer viewer, @PathVariable String id,
      @RequestBody NightNumber request) {
    calendars.setNightNumber(viewer.actor(), seen(viewer, id), request.number() == null ? "" : request.number());
    return calendar(viewer, id);
  }

  private CommunityId seen(Viewer viewer, String id) {
    var community = CommunityId.of(id);
    if (!viewer.sees(community) || directory.community(community).isEmpty()) {
      throw new NotThere("community", id);
    }
    return community;
  }

  private static DayResource resource(SpecialDay day) {
    return new DayResource(day.date(), day.name(), day.hours().toString(), day.working());
  }

  private static DayOfWeek weekday(String name) {
    return Arrays.stream(DayOfWeek.values()).filter(day -> lower(day).equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a working day is one of monday to sunday"));
  }

  private static String lower(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
  }
}
