package org.huiyin.web.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.HoldId;
import org.huiyin.retention.Holds;
import org.huiyin.retention.Holds.Placement;
import org.huiyin.web.HoldDesk;
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

/** Placing a hold and proposing to lift it, from whatever page it is done on; and a page for each. */
@Controller
@Needs(Permission.MANAGE_RETENTION)
class HoldPages {
  private final Holds holds;
  private final HoldDesk desk;
  private final Keepings keepings;
  private final KeepingHistory history;
  private final Words words;

  HoldPages(Holds holds, HoldDesk desk, Keepings keepings, KeepingHistory history, Words words) {
    this.holds = holds;
    this.desk = desk;
    this.keepings = keepings;
    this.history = history;
    this.words = words;
  }

  @GetMapping("/retention/holds/{id}")
  @Needs(Permission.SEE_RETENTION)
  String show(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    var hold = holds.find(Given.id(HoldId::of, id)).filter(found -> keepings.visible(viewer, found.community(), "hold:" + found.id()))
        .orElseThrow(() -> new NoSuchPage("hold " + id));
    var subject = "hold:" + hold.id();
    model.addAttribute("holds", keepings.holds(List.of(hold)));
    model.addAttribute("back", "/retention/holds/" + hold.id());
    history.page(viewer, model, subject, hold.community(), holds.covered(hold.id()), steps -> {
      steps.add(hold.placedAt(), "act.hold.placed", hold.placedBy(), hold.reason());
      if (hold.until() != null && hold.liftedAt() == null && !desk.inForce(hold)) {
        steps.add(hold.until(), "hold.over", "", "");
      }
    });
    return "keeping";
  }

  /** @param until the last day on which it holds; empty for an open end */
  @PostMapping("/holds")
  String place(@AuthenticationPrincipal Viewer viewer, @RequestParam String kind, @RequestParam String subject,
      @RequestParam(required = false) @Nullable String community, @RequestParam String reason,
      @RequestParam(defaultValue = "") String until,
      @RequestParam(defaultValue = "/retention") String back, RedirectAttributes after) {
    try {
      var wanted = desk.subject(viewer, kind, subject, community);
      var placed = holds.place(viewer.actor(), new Placement(wanted, reason, end(viewer, until)));
      after.addFlashAttribute("done",
          words.say(placed.tooLate() > 0 ? "hold.placed.late" : "hold.placed", placed.covered(), placed.tooLate()));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("hold.too-late"));
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("hold.not-understood"));
      after.addFlashAttribute("holdKind", kind);
      after.addFlashAttribute("holdSubject", subject);
      after.addFlashAttribute("holdReason", reason);
      after.addFlashAttribute("holdUntil", until);
    }
    return "redirect:" + Keepings.back(back, "/retention");
  }

  @PostMapping("/holds/{id}/lift")
  String lift(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam String reason,
      @RequestParam(defaultValue = "/retention") String back, RedirectAttributes after) {
    var hold = holds.find(Given.id(HoldId::of, id)).filter(found -> viewer.sees(found.community()))
        .orElseThrow(() -> new NoSuchPage("hold " + id));
    try {
      holds.proposeLifting(viewer.actor(), hold.id(), reason);
      after.addFlashAttribute("done", words.say("hold.lifting.proposed"));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("hold.lifting.not-now"));
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("hold.lifting.reason"));
    }
    return "redirect:" + Keepings.back(back, "/retention");
  }

  private @Nullable Instant end(Viewer viewer, String until) {
    if (until.isBlank()) {
      return null;
    }
    var zone = viewer.communities().stream().findFirst().map((CommunityId id) -> words.zone(id)).orElseThrow();
    try {
      return LocalDate.parse(until.strip()).plusDays(1).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("not a day", e);
    }
  }
}
