package org.huiyin.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The public holidays (放假) and make-up workdays (调休上班) that one notice of the State Council orders, in the form of holiday-cn.
 *
 * @param year the notice's year; a day may lie in the December before or the January after
 * @param papers where it was published: the notice's number or address
 */
public record HolidayList(int year, List<String> papers, List<Day> days) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FIRST_YEAR = 2000;
  private static final int LAST_YEAR = 2100;
  private static final int MOST_DAYS = 80;
  private static final int MOST_PAPERS = 5;
  private static final int LONGEST = 200;
  private static final int LONGEST_NAME = 50;

  /**
   * One day that is not as its weekday says.
   *
   * @param name of the holiday that it belongs to
   * @param off whether it is a holiday; otherwise it is worked for one
   */
  public record Day(LocalDate date, String name, boolean off) {
    public Day {
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException("a holiday's name has 1 to " + LONGEST_NAME + " characters");
      }
    }
  }

  public HolidayList {
    if (year < FIRST_YEAR || year > LAST_YEAR) {
      throw new IllegalArgumentException("/year: a list is for a year from " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    if (days.isEmpty() || days.size() > MOST_DAYS) {
      throw new IllegalArgumentException("/days: a list has 1 to " + MOST_DAYS + " days; one without any is no list");
    }
    if (papers.size() > MOST_PAPERS || papers.stream().anyMatch(paper -> paper.isBlank() || paper.length() > LONGEST)) {
      throw new IllegalArgumentException("/papers: at most " + MOST_PAPERS + " sources of up to " + LONGEST + " characters");
    }
    papers = List.copyOf(papers);
    var byDate = new TreeMap<LocalDate, Day>();
    for (var day : days) {
      if (byDate.put(day.date(), day) != null) {
        throw new IllegalArgumentException("/days: " + day.date() + " is given twice");
      }
      if (!belongs(day.date(), year)) {
        throw new IllegalArgumentException("/days: " + day.date() + " does not belong to the list of " + year);
      }
    }
    days = List.copyOf(byDate.values());
  }

  private static boolean belongs(LocalDate date, int year) {
    var month = YearMonth.from(date);
    return !month.isBefore(YearMonth.of(year - 1, Month.DECEMBER)) && !month.isAfter(YearMonth.of(year + 1, Month.JANUARY));
  }

  public Optional<Day> on(LocalDate date) {
    return days.stream().filter(day -> day.date().equals(date)).findFirst();
  }

  /**
   * Reads {@code {"year":2026,"papers":["..."],"days":[{"name":"元旦","date":"2026-01-01","isOffDay":true}]}}; what else is in it is passed over.
   *
   * @throws IllegalArgumentException with the place of what is wrong
   */
  public static HolidayList parse(String json) {
    JsonNode document;
    try {
      document = JSON.readTree(json);
    } catch (JacksonException _) {
      throw new IllegalArgumentException("/: this is not JSON");
    }
    if (!document.path("year").isInt()) {
      throw new IllegalArgumentException("/year: a whole number is missing");
    }
    if (!document.path("days").isArray()) {
      throw new IllegalArgumentException("/days: the list of days is missing");
    }
    var days = new ArrayList<Day>();
    for (var day : document.get("days")) {
      days.add(day(day, "/days/" + days.size()));
    }
    var papers = document.path("papers").valueStream().filter(JsonNode::isString).map(JsonNode::asString).toList();
    return new HolidayList(document.get("year").asInt(), papers, days);
  }

  private static Day day(JsonNode day, String place) {
    if (!day.path("name").isString() || !day.path("date").isString() || !day.path("isOffDay").isBoolean()) {
      throw new IllegalArgumentException(place + ": a day has a name, a date and isOffDay");
    }
    try {
      return new Day(LocalDate.parse(day.get("date").asString()), day.get("name").asString(), day.get("isOffDay").asBoolean());
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(place + "/date: a date is written like 2026-01-01");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + "/name: " + e.getMessage());
    }
  }

  /** The same form that {@link #parse} reads. */
  public String json() {
    var document = JsonNodeFactory.instance.objectNode().put("year", year);
    papers.forEach(document.putArray("papers")::add);
    var list = document.putArray("days");
    days.forEach(day -> list.addObject().put("name", day.name()).put("date", day.date().toString()).put("isOffDay", day.off()));
    return JSON.writeValueAsString(document);
  }

  /** The lists that come with the product: only those that are known for certain. */
  public static Map<Integer, HolidayList> shipped() {
    return Stream.of(2024, 2025, 2026).map(HolidayList::resource).collect(Collectors.toUnmodifiableMap(HolidayList::year, list -> list));
  }

  private static HolidayList resource(int year) {
    var name = "/calendar/" + year + ".json";
    try (InputStream in = HolidayList.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the classpath");
      }
      return parse(new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
