package org.huiyin.web.console;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.calendar.CalendarDay;
import org.huiyin.calendar.CalendarDay.Kind;
import org.huiyin.calendar.HolidayList;
import org.huiyin.calendar.Hours;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.calendar.WorkCalendar;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.ToneTimes;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** When somebody attends in a community: the year at a glance, the hours, the holidays and the days that are otherwise. */
@Controller
@RequestMapping("/hours")
@Needs(Permission.SEE_DESK)
class HoursPage {
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2100;
  private static final String HOLIDAY = "HOLIDAY";
  private static final String MAKE_UP = "MAKE_UP";

  /** @param blanks how many places of the first week belong to the month before */
  record Month(String name, int blanks, List<Cell> days) {
  }

  /** @param sign one character for who cannot tell the colours apart; empty on a usual day */
  record Cell(int number, String date, String kind, String sign, String title, boolean today) {
  }

  /** @param working null where it is not for the community to say */
  record HoursRow(String day, String label, String hours, @Nullable Boolean working) {
  }

  record ListRow(int year, String papers, int off, int worked, boolean own) {
  }

  record DayRow(String date, String name, String hours, boolean working) {
  }

  /** What was typed and could not be taken. */
  record Typed(String form, String problem, Map<String, String> values) {
    static final Typed NOTHING = new Typed("", "", Map.of());

    String or(String field, String otherwise) {
      return values.getOrDefault(field, otherwise);
    }
  }

  private final Directory directory;
  private final Calendars calendars;
  private final ToneTimes tones;
  private final Words words;
  private final Clock clock;

  HoursPage(Directory directory, Calendars calendars, ToneTimes tones, Words words, Clock clock) {
    this.tones = tones;
    this.directory = directory;
    this.calendars = calendars;
    this.words = words;
    this.clock = clock;
  }

  @GetMapping
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String community,
      @RequestParam(required = false) @Nullable Integer year, @RequestParam(required = false) @Nullable String day, Locale locale,
      Model model) {
    return page(viewer, community, year, day, Typed.NOTHING, locale, model);
  }

  private String page(Viewer viewer, @Nullable String community, @Nullable Integer year, @Nullable String day, Typed typed, Locale locale,
      Model model) {
    var offered = directory.communities().stream().filter(each -> viewer.sees(each.id())).toList();
    var here = community == null
        ? offered.stream().findFirst().orElseThrow(() -> new NoSuchPage("no such community"))
        : offered.stream().filter(each -> each.id().toString().equals(community)).findFirst()
            .orElseThrow(() -> new NoSuchPage("no such community"));
    var calendar = calendars.of(here.id());
    var today = clock.instant().atZone(calendar.zone()).toLocalDate();
    var shown = year == null ? today.getYear() : Math.clamp(year, FIRST_YEAR, LAST_YEAR);
    var chosen = readable(LocalDate::parse, day);
    now(calendar, model);
    model.addAttribute("offered", offered);
    model.addAttribute("here", here);
    model.addAttribute("year", shown);
    model.addAttribute("months", months(calendar, shown, today, locale));
    model.addAttribute("weekdays", weekdays(locale, TextStyle.NARROW));
    model.addAttribute("listed", calendar.lists().containsKey(shown));
    model.addAttribute("missing", calendar.missingLists(clock.instant()));
    model.addAttribute("rows", rows(calendar.week(), locale, typed));
    model.addAttribute("lists", lists(here, calendar));
    model.addAttribute("days", calendar.specials().values().stream().filter(each -> !each.date().isBefore(today.minusDays(1)))
        .sorted(Comparator.comparing(SpecialDay::date))
        .map(each -> new DayRow(each.date().toString(), each.name(), each.hours().toString(), each.working())).toList());
    model.addAttribute("chosen", day(calendar, chosen == null ? today.plusDays(1) : chosen, typed));
    model.addAttribute("nightNumber", typed.or("nightNumber", calendars.nightNumber(here.id())));
    model.addAttribute("document", typed.or("document", ""));
    model.addAttribute("toneSeconds", seconds(tones.late().get(here.id())));
    model.addAttribute("typed", typed);
    model.addAttribute("mayChange", viewer.may(Permission.MANAGE_DESK));
    return "hours";
  }

  private void now(WorkCalendar calendar, Model model) {
    var now = calendar.at(clock.instant());
    var until = now.until();
    model.addAttribute("attended", now.attended());
    model.addAttribute("until", until == null ? null : words.moment(until, calendar.zone()));
    model.addAttribute("why", why(now.day(), weekday(now.day().date())));
  }

  private String why(CalendarDay day, String weekday) {
    return switch (day.kind()) {
      case WEEKDAY -> words.say("hours.why.weekday", weekday);
      case HOLIDAY -> words.say("hours.why.holiday", day.name());
      case MAKE_UP -> words.say("hours.why.make-up", day.name());
      case SPECIAL -> words.say("hours.why.special", day.name());
    };
  }

  private List<Month> months(WorkCalendar calendar, int year, LocalDate today, Locale locale) {
    var months = new ArrayList<Month>();
    for (int i = 1; i <= 12; i++) {
      var month = YearMonth.of(year, i);
      var cells = month.atDay(1).datesUntil(month.plusMonths(1).atDay(1)).map(date -> cell(calendar.day(date), date.equals(today)))
          .toList();
      months.add(new Month(month.getMonth().getDisplayName(TextStyle.SHORT_STANDALONE, locale),
          month.atDay(1).getDayOfWeek().getValue() - 1, cells));
    }
    return months;
  }

  private Cell cell(CalendarDay day, boolean today) {
    var sign = switch (day.kind()) {
      case WEEKDAY -> "";
      case HOLIDAY -> words.say("hours.sign.holiday");
      case MAKE_UP -> words.say("hours.sign.make-up");
      case SPECIAL -> words.say("hours.sign.special");
    };
    var kind = day.kind() == Kind.WEEKDAY && day.hours().none() ? "CLOSED" : day.kind().name();
    var hours = day.hours().none() ? words.say("hours.closed") : day.hours().toString();
    return new Cell(day.date().getDayOfMonth(), day.date().toString(), kind, sign,
        day.date() + " " + why(day, weekday(day.date())) + words.say("comma") + hours, today);
  }

  private static List<String> weekdays(Locale locale, TextStyle style) {
    return List.of(DayOfWeek.values()).stream().map(day -> day.getDisplayName(style, locale)).toList();
  }

  private List<HoursRow> rows(WeekHours week, Locale locale, Typed typed) {
    boolean typedHours = typed.form().equals("hours");
    var rows = new ArrayList<HoursRow>();
    for (var day : DayOfWeek.values()) {
      rows.add(new HoursRow(day.name(), day.getDisplayName(TextStyle.FULL, locale), typed.or(day.name(), week.on(day).toString()),
          typedHours ? typed.values().containsKey("working-" + day.name()) : week.workingDays().contains(day)));
    }
    rows.add(new HoursRow(HOLIDAY, words.say("hours.holiday"), typed.or(HOLIDAY, week.holiday().toString()), null));
    rows.add(new HoursRow(MAKE_UP, words.say("hours.make-up"), typed.or(MAKE_UP, week.makeUp().toString()), null));
    return rows;
  }

  private List<ListRow> lists(Community here, WorkCalendar calendar) {
    var own = calendars.ownLists(here.id());
    return calendar.lists().values().stream().sorted(Comparator.comparingInt(HolidayList::year).reversed()).map(list -> {
      int off = (int) list.days().stream().filter(HolidayList.Day::off).count();
      return new ListRow(list.year(), String.join(" ", list.papers()), off, list.days().size() - off, own.contains(list.year()));
    }).toList();
  }

  private static DayRow day(WorkCalendar calendar, LocalDate date, Typed typed) {
    if (typed.form().equals("day")) {
      return new DayRow(typed.or("date", ""), typed.or("name", ""), typed.or("hours", ""), typed.values().containsKey("working"));
    }
    var day = calendar.day(date);
    return new DayRow(date.toString(), day.name(), day.hours().toString(), day.working());
  }

  @PostMapping("/week")
  @Needs(Permission.MANAGE_DESK)
  String setHours(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale,
      Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("hours", viewer, given, response, locale, model, redirect, "hours.saved", () -> {
      var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
      var working = EnumSet.noneOf(DayOfWeek.class);
      for (var day : DayOfWeek.values()) {
        days.put(day, Hours.parse(given.getOrDefault(day.name(), "")));
        if (given.containsKey("working-" + day.name())) {
          working.add(day);
        }
      }
      calendars.setHours(viewer.actor(), here, new WeekHours(days, Hours.parse(given.getOrDefault(HOLIDAY, "")),
          Hours.parse(given.getOrDefault(MAKE_UP, "")), working));
    });
  }

  @PostMapping("/day")
  @Needs(Permission.MANAGE_DESK)
  String setDay(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale,
      Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("day", viewer, given, response, locale, model, redirect, "hours.day.saved", () -> {
      var date = readable(LocalDate::parse, given.getOrDefault("date", ""));
      if (date == null) {
        throw new IllegalArgumentException("a date is written like 2026-01-01");
      }
      calendars.setDay(viewer.actor(), here,
          new SpecialDay(date, given.getOrDefault("name", ""), Hours.parse(given.getOrDefault("hours", "")), given.containsKey("working")));
    });
  }

  @PostMapping("/day/clear")
  @Needs(Permission.MANAGE_DESK)
  String clearDay(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale,
      Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("clear", viewer, given, response, locale, model, redirect, "hours.day.cleared",
        () -> calendars.clearDay(viewer.actor(), here, LocalDate.parse(given.getOrDefault("date", ""))));
  }

  /** @param given {@code document} in the form of holiday-cn; with {@code everywhere} for all communities of the viewer */
  @PostMapping("/holidays")
  @Needs(Permission.MANAGE_DESK)
  String takeHolidays(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale, Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("holidays", viewer, given, response, locale, model, redirect, "hours.list.saved",
        () -> calendars.takeHolidays(viewer.actor(), given.containsKey("everywhere") ? viewer.communities() : Set.of(here),
            HolidayList.parse(given.getOrDefault("document", ""))));
  }

  @PostMapping("/holidays/forget")
  @Needs(Permission.MANAGE_DESK)
  String forgetHolidays(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale, Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("forget", viewer, given, response, locale, model, redirect, "hours.list.forgotten",
        () -> calendars.forgetHolidays(viewer.actor(), here, Integer.parseInt(given.getOrDefault("list", ""))));
  }

  @PostMapping("/night-number")
  @Needs(Permission.MANAGE_DESK)
  String setNightNumber(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Locale locale, Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given.getOrDefault("community", ""));
    return tried("night", viewer, given, response, locale, model, redirect, "hours.night.saved",
        () -> calendars.setNightNumber(viewer.actor(), here, given.getOrDefault("nightNumber", "").strip()));
  }

  /** Nothing typed is lost on an error: the form comes back with it and with what to do. */
  private String tried(String form, Viewer viewer, Map<String, String> given, HttpServletResponse response, Locale locale, Model model,
      RedirectAttributes redirect, String done, Runnable deed) {
    var year = readable(Integer::valueOf, given.getOrDefault("year", ""));
    try {
      deed.run();
      // as a warning at once: whoever changed the hours is the one who can do something about it
      viewer.communities().stream().filter(each -> given.containsKey("everywhere") || each.toString().equals(given.get("community")))
          .forEach(tones::lookAgain);
    } catch (IllegalArgumentException | DateTimeException e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return page(viewer, given.get("community"), year, null, new Typed(form, String.valueOf(e.getMessage()), new LinkedHashMap<>(given)),
          locale,
          model);
    }
    redirect.addFlashAttribute("done", done);
    redirect.addAttribute("community", given.get("community"));
    if (year != null) {
      redirect.addAttribute("year", year);
    }
    return "redirect:/hours";
  }

  private static @Nullable String seconds(@Nullable Duration time) {
    return time == null ? null : String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }

  private static CommunityId seen(Viewer viewer, String community) {
    var id = Given.id(CommunityId::of, community);
    if (!viewer.sees(id)) {
      throw new NoSuchPage("no such community");
    }
    return id;
  }

  /** Null where it is not of its form: nobody has to be scolded for an address. */
  private static <T> @Nullable T readable(Function<String, T> reading, @Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : reading.apply(text.strip());
    } catch (IllegalArgumentException | DateTimeException _) {
      return null;
    }
  }

  private static String weekday(LocalDate date) {
    return date.getDayOfWeek().getDisplayName(TextStyle.FULL, LocaleContextHolder.getLocale());
  }
}
