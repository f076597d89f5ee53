package org.huiyin.web.console;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.retention.PersonRequest;
import org.huiyin.retention.PersonRequestId;
import org.huiyin.retention.PersonRequests;
import org.huiyin.retention.PersonRequests.Fate;
import org.huiyin.retention.PersonRequests.Item;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.PersonArchive;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.Rows.Chip;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What residents ask about their own data. */
@Controller
@Needs(Permission.HANDLE_REQUESTS)
class RequestPages {
  private static final int ON_A_PAGE = 50;

  record Line(String id, String number, Moment received, Moment due, Chip chip, String community) {
  }

  record ItemRow(String call, Moment started, @Nullable String recording, @Nullable String ticket, Chip fate, @Nullable Moment until,
      String policy) {
  }

  record Step(Moment at, String who, String what, String detail) {
  }

  record Place(String id, String name) {
  }

  private final PersonRequests requests;
  private final PersonArchive archive;
  private final Approvals approvals;
  private final HoldDesk desk;
  private final Words words;
  private final Rows rows;
  private final Clock clock;

  RequestPages(PersonRequests requests, PersonArchive archive, Approvals approvals, HoldDesk desk, Words words, Rows rows, Clock clock) {
    this.requests = requests;
    this.archive = archive;
    this.approvals = approvals;
    this.desk = desk;
    this.words = words;
    this.rows = rows;
    this.clock = clock;
  }

  @GetMapping("/requests")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = requests.newest(viewer.shown(), false, Given.orNone(PersonRequestId::of, after), ON_A_PAGE);
    model.addAttribute("rows", list.stream().map(this::line).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().id().toString());
    model.addAttribute("communities", viewer.communities().stream().map(id -> new Place(id.toString(), words.community(id)))
        .sorted(Comparator.comparing(Place::name)).toList());
    return "requests";
  }

  @PostMapping("/requests")
  String receive(@AuthenticationPrincipal Viewer viewer, @RequestParam String number,
      @RequestParam(required = false) @Nullable String community, @RequestParam(defaultValue = "") String identity,
      RedirectAttributes after) {
    try {
      var subject = (Subject.OfNumber) desk.subject(viewer, "number", number, community);
      return "redirect:/requests/" + requests.receive(viewer.actor(), subject.community(), subject.number(), identity).id();
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("request.not-understood"));
      after.addFlashAttribute("typed", number);
      after.addFlashAttribute("typedIdentity", identity);
      return "redirect:/requests";
    }
  }

  @GetMapping("/requests/{id}")
  String show(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    var request = visible(viewer, id);
    var zone = words.zone(request.community());
    var items = requests.about(request);
    model.addAttribute("line", line(request));
    model.addAttribute("request", request);
    model.addAttribute("knows", request.number() != null);
    model.addAttribute("items", items.stream().map(item -> row(item, request)).toList());
    model.addAttribute("erasable", items.stream().filter(item -> item.fate() == Fate.ERASABLE).count());
    model.addAttribute("waits", approvals.open(PersonRequests.ERASING, "request:" + request.id()).isPresent());
    model.addAttribute("steps", request.log().stream().map(event -> new Step(words.moment(event.at(), zone), words.person(event.actor()),
        words.say("request.step." + event.kind()), event.detail())).toList());
    return "request";
  }

  @GetMapping("/requests/{id}/archive")
  void archive(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, HttpServletResponse response) throws IOException {
    var request = visible(viewer, id);
    if (request.number() == null) {
      throw new NoSuchPage("archive of the answered request " + id);
    }
    var prepared = archive.prepare(viewer, request);
    response.setContentType("application/zip");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + request.id() + ".zip\"");
    response.setHeader("Cache-Control", "no-store");
    archive.write(prepared, response.getOutputStream());
  }

  @PostMapping("/requests/{id}/erase")
  String erase(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String reason,
      RedirectAttributes after) {
    var request = visible(viewer, id);
    return step(after, request, "guard.proposed", () -> requests.proposeErasing(viewer.actor(), request.id(), reason));
  }

  @PostMapping("/requests/{id}/answer")
  String answer(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String text,
      RedirectAttributes after) {
    var request = visible(viewer, id);
    return step(after, request, "request.answered", () -> requests.answer(viewer.actor(), request.id(), text));
  }

  private String step(RedirectAttributes after, PersonRequest request, String done, Runnable deed) {
    try {
      deed.run();
      after.addFlashAttribute("done", words.say(done));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("request.not-now"));
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("request.text"));
    }
    return "redirect:/requests/" + request.id();
  }

  private Line line(PersonRequest request) {
    var zone = words.zone(request.community());
    var chip = !request.open()
        ? new Chip(words.say("request.state.answered"), "green", "ok")
        : request.overdue(clock.instant())
            ? new Chip(words.say("request.state.overdue"), "red", "urgent")
            : new Chip(words.say("request.state.open"), "teal", "");
    return new Line(request.id().toString(), request.masked(), words.moment(request.receivedAt(), zone),
        words.moment(request.dueAt(), zone), chip, words.community(request.community()));
  }

  private ItemRow row(Item item, PersonRequest request) {
    var zone = words.zone(request.community());
    var tone = switch (item.fate()) {
      case ERASABLE -> "amber";
      case GONE -> "green";
      default -> "";
    };
    return new ItemRow(item.call().toString(), words.moment(item.startedAt(), zone),
        item.recording() == null ? null : item.recording().toString(), item.ticket() == null ? null : item.ticket().number().toString(),
        new Chip(words.say("fate." + item.fate()), tone, ""), item.until() == null ? null : words.moment(item.until(), zone),
        rows.policy(item.policy()));
  }

  private PersonRequest visible(Viewer viewer, String id) {
    return requests.find(Given.id(PersonRequestId::of, id)).filter(request -> viewer.sees(request.community()))
        .orElseThrow(() -> new NoSuchPage("request " + id));
  }
}
