package org.huiyin.web.console;

import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.retention.Undecided;
import org.huiyin.ticket.Tickets;
import org.huiyin.web.Viewer;
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

/** The decision list of open tickets whose two years are over, and all that is kept long. */
@Controller
@Needs(Permission.SEE_RETENTION)
class DecisionPages {
  private static final int ON_A_PAGE = 50;
  private static final int MOST = 1000;

  /** @param waits whether destroying or keeping it is proposed already */
  record Card(String id, Moment call, Moment until, @Nullable String ticket, String matter, String category, String community,
      boolean waits) {
  }

  private final Undecided undecided;
  private final LongKeeps longKeeps;
  private final Retention retention;
  private final Approvals approvals;
  private final Tickets tickets;
  private final Keepings keepings;
  private final Words words;
  private final Rows rows;

  DecisionPages(Undecided undecided, LongKeeps longKeeps, Retention retention, Approvals approvals, Tickets tickets,
      Keepings keepings, Words words, Rows rows) {
    this.undecided = undecided;
    this.longKeeps = longKeeps;
    this.retention = retention;
    this.approvals = approvals;
    this.tickets = tickets;
    this.keepings = keepings;
    this.words = words;
    this.rows = rows;
  }

  @GetMapping("/retention/decisions")
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = undecided.list(viewer.shown(), Given.orNone(RecordingId::of, after), ON_A_PAGE);
    var matters = tickets.ofCalls(list.stream().map(Kept::call).collect(Collectors.toSet()));
    model.addAttribute("count", undecided.count(viewer.shown()));
    model.addAttribute("cards", list.stream().map(kept -> {
      var zone = words.zone(kept.community());
      var ticket = matters.get(kept.call());
      return new Card(kept.recording().toString(), words.moment(kept.callStartedAt(), zone), words.moment(kept.until(), zone),
          ticket == null ? null : ticket.number().toString(), ticket == null ? "" : rows.sentence(ticket),
          ticket == null ? "" : words.say("category." + ticket.category()), words.community(kept.community()), waits(kept));
    }).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().recording().toString());
    model.addAttribute("keeps", keepings.keeps(longKeeps.inForce(viewer.shown(), MOST)));
    model.addAttribute("mayDecide", viewer.may(Permission.MANAGE_RETENTION));
    return "decisions";
  }

  @PostMapping("/retention/undecided/{id}/destroy")
  @Needs(Permission.MANAGE_RETENTION)
  String destroy(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String reason,
      RedirectAttributes after) {
    var recording = retention.of(Given.id(RecordingId::of, id)).filter(kept -> viewer.sees(kept.community()))
        .orElseThrow(() -> new NoSuchPage("recording " + id)).recording();
    return keepings.step(after, "/retention/decisions", "guard.proposed",
        () -> undecided.proposeDestroying(viewer.actor(), recording, reason));
  }

  private boolean waits(Kept kept) {
    var subject = "recording:" + kept.recording();
    return List.of(Undecided.DESTROYING, LongKeeps.BEGINNING).stream().anyMatch(kind -> approvals.open(kind, subject).isPresent());
  }
}
