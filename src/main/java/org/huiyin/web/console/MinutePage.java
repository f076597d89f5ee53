package org.huiyin.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.calendar.CalendarDay;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.CallPaths;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What happens at this minute? The path of a caller at any moment, and why. */
@Controller
@Needs(Permission.SEE_DESK)
class MinutePage {
  /** @param where the same call with this key pressed too */
  record Key(String key, String leadsTo, @Nullable String where) {
  }

  record Row(String kind, String title, @Nullable String pressed, List<CallPaths.Said> says, List<Key> keys, long seconds) {
  }

  private final CallPaths paths;
  private final Directory directory;
  private final Words words;
  private final Clock clock;

  MinutePage(CallPaths paths, Directory directory, Words words, Clock clock) {
    this.paths = paths;
    this.directory = directory;
    this.words = words;
    this.clock = clock;
  }

  /** @param keys what the caller presses, in order */
  @GetMapping("/hours/minute")
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String number,
      @RequestParam(required = false) @Nullable String date, @RequestParam(required = false) @Nullable String time,
      @RequestParam(defaultValue = "") String keys, Model model) {
    var numbers = directory.communities().stream().filter(each -> viewer.sees(each.id())).map(Community::numbers).flatMap(List::stream)
        .toList();
    var dialled = number != null && numbers.contains(number) ? number : numbers.stream().findFirst().orElse("");
    var community = directory.dialledBy(dialled);
    if (!viewer.sees(community.id())) {
      throw new NoSuchPage("no number of this person's communities");
    }
    var now = clock.instant().atZone(community.zone());
    var day = date(date, now.toLocalDate());
    var minute = time(time, now.toLocalTime().truncatedTo(ChronoUnit.MINUTES));
    var pressed = keys.chars().filter(key -> "0123456789*#".indexOf(key) >= 0).limit(20).mapToObj(Character::toString)
        .collect(Collectors.joining());
    var path = paths.path(dialled, day.atTime(minute).atZone(community.zone()).toInstant(), pressed);
    var until = path.attendance().until();
    model.addAttribute("numbers", numbers);
    model.addAttribute("number", dialled);
    model.addAttribute("date", day.toString());
    model.addAttribute("time", DateTimeFormatter.ofPattern("HH:mm").format(minute));
    model.addAttribute("keys", pressed);
    model.addAttribute("attended", path.attendance().attended());
    model.addAttribute("until", until == null ? null : words.moment(until, community.zone()));
    model.addAttribute("why", why(path.attendance().day()));
    model.addAttribute("listed", path.attendance().listKnown());
    model.addAttribute("version", path.menuVersion());
    var again = "/hours/minute?number=" + URLEncoder.encode(dialled, StandardCharsets.UTF_8) + "&date=" + day + "&time="
        + DateTimeFormatter.ofPattern("HH:mm").format(minute)
        + "&keys=";
    model.addAttribute("again", again);
    model.addAttribute("rows", path.steps().stream().map(step -> row(step, pressed, again)).toList());
    return "minute";
  }

  private Row row(Stage stage, String pressed, String again) {
    boolean last = stage.pressed() == null && !stage.keys().isEmpty();
    var keys = new TreeMap<>(stage.keys()).entrySet().stream()
        .filter(_ -> !stage.kind().equals("hours")).filter(key -> !stage.kind().equals("menu") || meansSomething(stage.keys(), key))
        .map(key -> new Key(key.getKey(), leadsTo(key.getValue()), last ? again + (pressed + key.getKey()).replace("#", "%23") : null))
        .toList();
    return new Row(stage.kind(), StageWords.title(words, stage),
        stage.pressed(),
        stage.says(), keys, stage.seconds());
  }

  /** A key that only asks again is worth no line, unless it is the one that repeats. */
  private static boolean meansSomething(Map<String, String> all, Map.Entry<String, String> key) {
    return !key.getValue().equals("menu") || key.getKey().equals("9") || all.size() < 4;
  }

  private String leadsTo(String target) {
    return switch (target) {
      case "menu" -> words.say("minute.leads.menu");
      case "notice", "again", "progress", "information", "replay", "anew", "more", "thanks" -> words.say("minute.leads." + target);
      default -> choice(target);
    };
  }

  private String choice(String id) {
    return words.sayOr("choice." + id, id);
  }

  private String why(CalendarDay day) {
    return switch (day.kind()) {
      case WEEKDAY -> words.say("minute.why.weekday", hours(day));
      case HOLIDAY -> words.say("minute.why.holiday", hours(day), day.name());
      case MAKE_UP -> words.say("minute.why.make-up", hours(day), day.name());
      case SPECIAL -> words.say("minute.why.special", hours(day), day.name());
    };
  }

  private String hours(CalendarDay day) {
    return day.hours().none() ? words.say("minute.none") : day.hours().toString();
  }

  private static LocalDate date(@Nullable String text, LocalDate otherwise) {
    try {
      return text == null || text.isBlank() ? otherwise : LocalDate.parse(text.strip());
    } catch (DateTimeException _) {
      return otherwise;
    }
  }

  private static LocalTime time(@Nullable String text, LocalTime otherwise) {
    try {
      return text == null || text.isBlank() ? otherwise : LocalTime.parse(text.strip());
    } catch (DateTimeException _) {
      return otherwise;
    }
  }
}
