package org.huiyin.directory;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import org.huiyin.audit.AuditLog;
import org.huiyin.calendar.HolidayList;
import org.huiyin.calendar.Hours;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.calendar.WorkCalendar;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class JdbcCalendars implements Calendars {
  private static final Logger log = LoggerFactory.getLogger(JdbcCalendars.class);
  private static final String HOLIDAY = "HOLIDAY";
  private static final String MAKE_UP = "MAKE_UP";
  private static final Pattern NIGHT_NUMBER = Pattern.compile("\\d{3,20}|");

  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final Directory directory;
  private final TransactionTemplate transaction;
  private final Map<Integer, HolidayList> shipped = HolidayList.shipped();
  private volatile Map<CommunityId, Own> known = Map.of();
  private volatile boolean read;

  JdbcCalendars(JdbcClient jdbc, AuditLog audit, Directory directory, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.directory = directory;
    this.transaction = transaction;
  }

  /** What one community has set by hand. */
  private record Own(WeekHours week, Map<Integer, HolidayList> lists, Map<LocalDate, SpecialDay> days, String nightNumber) {
    static final Own NOTHING = new Own(WeekHours.USUALLY, Map.of(), Map.of(), "");
  }

  @Override
  public WorkCalendar of(CommunityId community) {
    var own = own(community);
    var lists = new HashMap<>(shipped);
    lists.putAll(own.lists());
    var zone = directory.community(community).orElseThrow(() -> new IllegalArgumentException("no such community")).zone();
    return new WorkCalendar(zone, own.week(), lists, own.days());
  }

  @Override
  public Set<Integer> ownLists(CommunityId community) {
    return own(community).lists().keySet();
  }

  @Override
  public String nightNumber(CommunityId community) {
    return own(community).nightNumber();
  }

  @Override
  public void setHours(Actor by, CommunityId community, WeekHours hours) {
    change(community, () -> {
      jdbc.sql("delete from directory_hours where community = ?").param(community.value()).update();
      var rows = rows(hours);
      rows.forEach((day, row) -> jdbc.sql("insert into directory_hours (community, kind, hours, working) values (?, ?, ?, ?)")
          .params(community.value(), day, row.hours().toString(), row.working()).update());
      var details = new LinkedHashMap<String, String>();
      rows.forEach((day, row) -> details.put(day.toLowerCase(Locale.ROOT).replace('_', '-'), row.hours() + (row.working() ? " *" : "")));
      audit(by, "calendar.hours", community, details);
    });
  }

  private record Row(Hours hours, boolean working) {
  }

  private static Map<String, Row> rows(WeekHours hours) {
    var rows = new LinkedHashMap<String, Row>();
    for (var day : DayOfWeek.values()) {
      rows.put(day.name(), new Row(hours.on(day), hours.workingDays().contains(day)));
    }
    rows.put(HOLIDAY, new Row(hours.holiday(), false));
    rows.put(MAKE_UP, new Row(hours.makeUp(), true));
    return rows;
  }

  @Override
  public void takeHolidays(Actor by, Set<CommunityId> communities, HolidayList list) {
    transaction.executeWithoutResult(_ -> {
      for (var community : communities.stream().sorted((a, b) -> a.value().compareTo(b.value())).toList()) {
        lock(community);
        removeList(community, list.year());
        jdbc.sql("insert into directory_holiday_list (community, list_year, document) values (?, ?, ?)")
            .params(community.value(), list.year(), list.json()).update();
        audit(by, "calendar.holidays", community,
            Map.of("year", String.valueOf(list.year()), "papers", String.join(" ", list.papers()), "days",
                String.valueOf(list.days().size())));
      }
    });
    reread();
  }

  @Override
  public void forgetHolidays(Actor by, CommunityId community, int year) {
    change(community, () -> {
      if (removeList(community, year) > 0) {
        audit(by, "calendar.holidays-forgotten", community, Map.of("year", String.valueOf(year)));
      }
    });
  }

  private int removeList(CommunityId community, int year) {
    return jdbc.sql("delete from directory_holiday_list where community = ? and list_year = ?").params(community.value(), year).update();
  }

  @Override
  public void setDay(Actor by, CommunityId community, SpecialDay day) {
    change(community, () -> {
      removeDay(community, day.date());
      jdbc.sql("insert into directory_special_day (community, on_date, name, hours, working) values (?, ?, ?, ?, ?)")
          .params(community.value(), day.date(), day.name(), day.hours().toString(), day.working()).update();
      audit(by, "calendar.day", community,
          Map.of("day", day.date().toString(), "hours", day.hours().toString(), "working", String.valueOf(day.working())));
    });
  }

  @Override
  public void clearDay(Actor by, CommunityId community, LocalDate day) {
    change(community, () -> {
      if (removeDay(community, day) > 0) {
        audit(by, "calendar.day-cleared", community, Map.of("day", day.toString()));
      }
    });
  }

  private int removeDay(CommunityId community, LocalDate day) {
    return jdbc.sql("delete from directory_special_day where community = ? and on_date = ?").params(community.value(), day).update();
  }

  @Override
  public void setNightNumber(Actor by, CommunityId community, String number) {
    if (!NIGHT_NUMBER.matcher(number).matches()) {
      throw new IllegalArgumentException("a night number has 3 to 20 digits, or is left empty");
    }
    change(community, () -> {
      jdbc.sql("update directory_community set night_number = ? where id = ?").params(number, community.value())
          .update();
      audit(by, "calendar.night-number", community, Map.of("set", String.valueOf(!number.isEmpty())));
    });
  }

  private void change(CommunityId community, Runnable deed) {
    transaction.executeWithoutResult(_ -> {
      lock(community);
      deed.run();
    });
    reread();
  }

  /** One change of a community's calendar at a time. */
  private void lock(CommunityId community) {
    if (jdbc.sql("select id from directory_community where id = ? for update").param(community.value()).query(UUID.class).optional()
        .isEmpty()) {
      throw new IllegalArgumentException("no such community");
    }
  }

  private void audit(Actor by, String act, CommunityId community, Map<String, String> details) {
    var all = new HashMap<>(details);
    all.put(AuditLog.COMMUNITY, community.toString());
    audit.append(by, act, "community:" + community, all);
  }

  @Scheduled(fixedDelayString = "PT10S", initialDelayString = "PT10S")
  void refresh() {
    try {
      reread();
    } catch (DataAccessException e) {
      log.warn("The calendars cannot be read now; calls go on with what was known before: {}", e.getMessage());
    }
  }

  private Own own(CommunityId community) {
    if (!read) {
      reread();
    }
    return known.getOrDefault(community, Own.NOTHING);
  }

  /** One reader at a time: an older reading never replaces a newer one. */
  private synchronized void reread() {
    var read = new HashMap<CommunityId, Own>();
    var weeks = weeks();
    var lists = lists();
    var days = days();
    jdbc.sql("select id, night_number from directory_community").query(row -> {
      var id = new CommunityId(row.getObject("id", UUID.class));
      read.put(id, new Own(weeks.getOrDefault(id, WeekHours.USUALLY), lists.getOrDefault(id, Map.of()), days.getOrDefault(id, Map.of()),
          row.getString("night_number")));
    });
    known = Map.copyOf(read);
    this.read = true;
  }

  private Map<CommunityId, WeekHours> weeks() {
    var rows = new HashMap<CommunityId, Map<String, Row>>();
    jdbc.sql("select community, kind, hours, working from directory_hours").query(row -> {
      rows.computeIfAbsent(new CommunityId(row.getObject("community", UUID.class)), _ -> new HashMap<>()).put(row.getString("kind"),
          new Row(Hours.parse(row.getString("hours")), row.getBoolean("working")));
    });
    var weeks = new HashMap<CommunityId, WeekHours>();
    rows.forEach((community, week) -> weeks.put(community, week(week)));
    return weeks;
  }

  private static WeekHours week(Map<String, Row> rows) {
    var none = new Row(Hours.NONE, false);
    var days = new EnumMap<DayOfWeek, Hours>(DayOfWeek.class);
    var working = EnumSet.noneOf(DayOfWeek.class);
    for (var day : DayOfWeek.values()) {
      var row = rows.getOrDefault(day.name(), none);
      days.put(day, row.hours());
      if (row.working()) {
        working.add(day);
      }
    }
    return new WeekHours(days, rows.getOrDefault(HOLIDAY, none).hours(), rows.getOrDefault(MAKE_UP, none).hours(), working);
  }

  private Map<CommunityId, Map<Integer, HolidayList>> lists() {
    var lists = new HashMap<CommunityId, Map<Integer, HolidayList>>();
    jdbc.sql("select community, document from directory_holiday_list").query(row -> {
      var list = HolidayList.parse(row.getString("document"));
      lists.computeIfAbsent(new CommunityId(row.getObject("community", UUID.class)), _ -> new HashMap<>()).put(list.year(), list);
    });
    return lists;
  }

  private Map<CommunityId, Map<LocalDate, SpecialDay>> days() {
    var days = new HashMap<CommunityId, Map<LocalDate, SpecialDay>>();
    jdbc.sql("select community, on_date, name, hours, working from directory_special_day").query(row -> {
      var day = new SpecialDay(row.getObject("on_date", LocalDate.class), row.getString("name"), Hours.parse(row.getString("hours")),
          row.getBoolean("working"));
      days.computeIfAbsent(new CommunityId(row.getObject("community", UUID.class)), _ -> new HashMap<>()).put(day.date(), day);
    });
    return days;
  }
}
