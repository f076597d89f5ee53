package org.huiyin.web.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.flow.CallPaths.Stage;
import org.huiyin.flow.MenuTrials;
import org.huiyin.flow.MenuTrials.WaitsFor;
import org.huiyin.flow.Menus;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A telephone in the browser: any version of a menu is walked with a keypad at any pretended time, and heard. */
@Controller
@RequestMapping("/menus")
@Needs(Permission.SEE_DESK)
class MenuTryPage {
  private static final String DRAFT = "draft";
  private static final String KEYPAD = "123456789*0#";
  private static final int MOST_SOUNDS = 40;
  private static final Set<String> WAITING = Set.of("notice", "announce", "menu", "enquiry", "progress", "information", "message",
      "review");

  record Row(String kind, String title, String said, @Nullable String did) {
  }

  /** @param leadsTo what the key does here; empty where it means nothing */
  record Key(String key, String leadsTo, String where) {
  }

  private final Menus menus;
  private final MenuTrials trials;
  private final Directory directory;
  private final Words words;
  private final Clock clock;

  MenuTryPage(Menus menus, MenuTrials trials, Directory directory, Words words, Clock clock) {
    this.menus = menus;
    this.trials = trials;
    this.directory = directory;
    this.words = words;
    this.clock = clock;
  }

  /** @param deeds what the caller did so far, as {@link MenuTrials#walk} takes it */
  @GetMapping("/try")
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String community,
      @RequestParam(required = false) @Nullable String version, @RequestParam(required = false) @Nullable String date,
      @RequestParam(required = false) @Nullable String time, @RequestParam(defaultValue = "") String number,
      @RequestParam(defaultValue = "") String deeds, Model model) {
    var here = directory.communities().stream().filter(each -> viewer.sees(each.id()))
        .filter(each -> community == null || each.id().toString().equals(community)).findFirst()
        .orElseThrow(() -> new NoSuchPage("no such community"));
    var chosen = version == null ? (menus.draft(here.id()).isPresent() ? DRAFT : number(here)) : version;
    var now = clock.instant().atZone(here.zone());
    var day = readable(LocalDate::parse, date, now.toLocalDate());
    var minute = readable(LocalTime::parse, time, now.toLocalTime().truncatedTo(ChronoUnit.MINUTES));
    var done = deeds.chars().filter(deed -> "0123456789*#-x".indexOf(deed) >= 0).limit(MenuTrials.LONGEST - 1L)
        .mapToObj(Character::toString).collect(Collectors.joining());
    var dialled = here.numbers().contains(number) ? number : here.numbers().stream().findFirst().orElse("");
    model.addAttribute("here", here);
    model.addAttribute("number", dialled);
    model.addAttribute("version", chosen);
    model.addAttribute("versions", versions(here));
    model.addAttribute("date", day.toString());
    model.addAttribute("time", DateTimeFormatter.ofPattern("HH:mm").format(minute));
    var again = "/menus/try?community=" + here.id() + "&version=" + URLEncoder.encode(chosen, StandardCharsets.UTF_8) + "&number="
        + URLEncoder.encode(dialled, StandardCharsets.UTF_8) + "&date=" + day
        + "&time=" + DateTimeFormatter.ofPattern("HH:mm").format(minute) + "&deeds=";
    model.addAttribute("again", again);
    try {
      var trial = trials.walk(document(here.id(), chosen), here.id(), dialled, day.atTime(minute).atZone(here.zone()).toInstant(), done);
      shown(trial, here.id(), done, again, model);
      model.addAttribute("broken", false);
    } catch (Menus.BrokenDraft _) {
      model.addAttribute("broken", true);
    }
    return "menu-try";
  }

  private void shown(MenuTrials.Trial trial, CommunityId community, String deeds, String again, Model model) {
    var heard = heard(trial.steps(), deeds.length());
    var sounds = heard.stream().flatMap(stage -> stage.says().stream()).map(said -> said.language() + "/" + said.id()).toList();
    model.addAttribute("attended", trial.attendance().attended());
    model.addAttribute("waitsFor", trial.waitsFor().name());
    model.addAttribute("rows", rows(trial.steps(), deeds));
    model.addAttribute("sound", sounds.isEmpty() || trials.sound(community, sounds).isEmpty()
        ? null
        : "/menus/sound?community=" + community + "&of=" + String.join(",", sounds));
    model.addAttribute("keys", trial.waitsFor() == WaitsFor.KEY ? keys(trial.steps().getLast(), again + encoded(deeds)) : List.of());
    model.addAttribute("done", again + encoded(deeds));
  }

  /** What came since the caller last did something. */
  private static List<Stage> heard(List<Stage> steps, int deeds) {
    int done = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (done == deeds) {
        return steps.subList(i, steps.size());
      }
      if (WAITING.contains(steps.get(i).kind())) {
        done++;
      }
    }
    return List.of();
  }

  private List<Row> rows(List<Stage> steps, String deeds) {
    var rows = new ArrayList<Row>();
    int done = 0;
    for (Stage stage : steps) {
      boolean waits = WAITING.contains(stage.kind());
      var did = waits && done < deeds.length() ? did(stage, deeds.charAt(done)) : null;
      done += waits ? 1 : 0;
      rows.add(new Row(stage.kind(), StageWords.title(words, stage),
          stage.says().stream().map(said -> said.text()).collect(Collectors.joining(" ")), did));
    }
    return rows;
  }

  private String did(Stage stage, char deed) {
    if (stage.kind().equals("enquiry")) {
      return deed >= '1' && deed <= '3' ? words.say("menus.try.tickets", String.valueOf(deed)) : words.say("menus.try.no-ticket");
    }
    boolean speaking = stage.kind().equals("message");
    return switch (deed) {
      case MenuTrials.HANGS_UP -> words.say("menus.try.hung-up");
      case MenuTrials.WAITS -> words.say(speaking ? "menus.try.said-nothing" : "menus.try.waited");
      default -> speaking ? words.say("menus.try.spoke") : words.say("minute.pressed", String.valueOf(deed));
    };
  }

  private List<Key> keys(Stage at, String so) {
    return KEYPAD.chars().mapToObj(Character::toString).map(key -> new Key(key, leadsTo(at.keys(), key), so + encoded(key))).toList();
  }

  private String leadsTo(Map<String, String> keys, String key) {
    var target = keys.getOrDefault(key, "");
    return switch (target) {
      case "" -> "";
      case "menu" -> words.say("menus.try.again");
      case "notice", "again", "progress", "information", "replay", "anew", "more", "thanks" -> words.say("minute.leads." + target);
      default -> choice(target);
    };
  }

  private String choice(String id) {
    return words.sayOr("choice." + id, id);
  }

  /** @param of the prompts' paths, {@code zh/notice,zh/menu} */
  @GetMapping("/sound")
  ResponseEntity<byte[]> sound(@AuthenticationPrincipal Viewer viewer, @RequestParam String community, @RequestParam String of) {
    var here = Given.id(CommunityId::of, community);
    if (!viewer.sees(here)) {
      throw new NoSuchPage("no such community");
    }
    var paths = Arrays.asList(of.split(",", -1));
    if (paths.size() > MOST_SOUNDS) {
      throw new NoSuchPage("too many sounds");
    }
    var sound = trials.sound(here, paths).orElseThrow(() -> new NoSuchPage("no such sound"));
    return ResponseEntity.ok().contentType(MediaType.parseMediaType("audio/wav")).cacheControl(CacheControl.noCache()).body(sound);
  }

  private List<String> versions(Community here) {
    var all = new ArrayList<String>();
    menus.draft(here.id()).ifPresent(_ -> all.add(DRAFT));
    menus.versions(here.id()).forEach(version -> all.add(String.valueOf(version.number())));
    return all;
  }

  private String number(Community here) {
    return String.valueOf(menus.current(here.id()).number());
  }

  private String document(CommunityId community, String version) {
    if (version.equals(DRAFT)) {
      return menus.draft(community).map(Menus.Draft::document).orElseThrow(() -> new NoSuchPage("no draft"));
    }
    return menus.versions(community).stream().filter(each -> String.valueOf(each.number()).equals(version)).findFirst()
        .map(Menus.Version::document).orElseThrow(() -> new NoSuchPage("no such version"));
  }

  private static String encoded(String deeds) {
    return deeds.replace("#", "%23");
  }

  private static <T> T readable(Function<String, T> reading, @Nullable String text, T otherwise) {
    try {
      return text == null || text.isBlank() ? otherwise : reading.apply(text.strip());
    } catch (DateTimeException _) {
      return otherwise;
    }
  }
}
