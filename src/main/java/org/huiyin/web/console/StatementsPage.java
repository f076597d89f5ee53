package org.huiyin.web.console;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.operations.Statements;
import org.huiyin.operations.Statements.Statement;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The signed account of each day: how many calls, whether everything agrees, and what does not. */
@Controller
@ConditionalOnWebApplication
@Needs(Permission.SEE_STATEMENTS)
class StatementsPage {
  private static final int ON_A_PAGE = 31;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  record Row(String day, int calls, Rows.Chip chip, Moment made) {
  }

  record Count(String name, String value) {
  }

  /** @param address where the subject can be seen; null when it has no page */
  record Line(Rows.Chip chip, String subject, @Nullable String address, String why) {
  }

  private final Statements statements;
  private final Words words;

  StatementsPage(Statements statements, Words words) {
    this.statements = statements;
    this.words = words;
  }

  @GetMapping("/statements")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = statements.newest(Given.orNone(StatementsPage::day, after), ON_A_PAGE);
    model.addAttribute("rows", list.stream()
        .map(one -> new Row(one.day().toString(), one.calls(), chip(one), words.moment(one.madeAt(), zone(viewer)))).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().day().toString());
    model.addAttribute("key", statements.key());
    return "statements";
  }

  @GetMapping("/statements/{day}")
  String show(@PathVariable String day, Model model) {
    var statement = statements.of(Given.id(StatementsPage::day, day)).orElseThrow(() -> new NoSuchPage("no statement of that day"));
    var body = JSON.readTree(statement.body());
    model.addAttribute("statement", statement);
    model.addAttribute("chip", chip(statement));
    model.addAttribute("counts", counts(body));
    model.addAttribute("differences", body.path("differences").valueStream().map(this::line).toList());
    model.addAttribute("crashes",
        body.path("crashes").valueStream().map(crash -> new Count(words.say("statement.part." + crash.path("part").asString()),
            moment(crash.path("from"), body) + " – " + moment(crash.path("to"), body))).toList());
    model.addAttribute("busy", body.path("busyMinutes").valueStream().map(minute -> moment(minute, body)).toList());
    return "statement";
  }

  private List<Count> counts(JsonNode body) {
    return Stream.of("starts", "calls/all", "calls/cut_off", "recordings/all", "recordings/salvaged", "recordings/empty", "tickets",
        "missed", "witness", "peak").map(path -> {
          var value = body.at("/" + path);
          return new Count(words.say("statement.count." + path.replace('/', '.').replace('_', '-')),
              value.isNumber() ? value.asString() : words.say("statement.not-kept"));
        }).toList();
  }

  private Line line(JsonNode difference) {
    var subject = difference.path("subject").asString();
    var colon = subject.indexOf(':');
    var kind = subject.substring(0, Math.max(colon, 0));
    var id = subject.substring(colon + 1);
    var address = switch (kind) {
      case "call" -> "/calls/" + id;
      case "recording" -> "/recordings/" + id;
      default -> null;
    };
    boolean explained = difference.path("explained").asBoolean();
    var seconds = difference.path("seconds").asLong();
    return new Line(
        explained
            ? new Rows.Chip(words.say("statement.explained"), "green", "ok")
            : new Rows.Chip(words.say("statement.alarm"), "red", "wrong"),
        words.sayOr("subject." + kind, kind) + " " + (kind.equals("spool") ? id : id.substring(0, Math.min(8, id.length()))), address,
        words.say("statement.reason." + difference.path("reason").asString())
            + (seconds > 0 ? words.say("statement.seconds", seconds) : ""));
  }

  private Rows.Chip chip(Statement statement) {
    if (statement.alarming() > 0) {
      return new Rows.Chip(words.say("statement.alarming", statement.alarming()), "red", "wrong");
    }
    return new Rows.Chip(
        statement.explained() > 0 ? words.say("statement.all-explained", statement.explained()) : words.say("statement.agrees"), "green",
        "ok");
  }

  private String moment(JsonNode text, JsonNode body) {
    try {
      return words.moment(java.time.Instant.parse(text.asString()), ZoneId.of(body.path("zone").asString())).text();
    } catch (DateTimeParseException _) {
      return words.say("statement.unknown");
    }
  }

  private ZoneId zone(Viewer viewer) {
    return viewer.communities().stream().findFirst().map(words::zone).orElse(ZoneId.systemDefault());
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a day", e);
    }
  }
}
