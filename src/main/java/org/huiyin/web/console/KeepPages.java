package org.huiyin.web.console;

import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.retention.LongKeep;
import org.huiyin.retention.LongKeepId;
import org.huiyin.retention.LongKeeps;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Keeping an important or complex matter long, from whatever page it is done on; and a page for each. */
@Controller
@Needs(Permission.MANAGE_RETENTION)
class KeepPages {
  private static final String LIST = "/retention/decisions";

  private final LongKeeps longKeeps;
  private final HoldDesk desk;
  private final Keepings keepings;
  private final KeepingHistory history;

  KeepPages(LongKeeps longKeeps, HoldDesk desk, Keepings keepings, KeepingHistory history) {
    this.longKeeps = longKeeps;
    this.desk = desk;
    this.keepings = keepings;
    this.history = history;
  }

  @GetMapping("/retention/long-keeps/{id}")
  @Needs(Permission.SEE_RETENTION)
  String show(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    var keep = longKeeps.find(Given.id(LongKeepId::of, id)).filter(one -> keepings.visible(viewer, one.community(), "keep:" + one.id()))
        .orElseThrow(() -> new NoSuchPage("long keep " + id));
    model.addAttribute("keeps", keepings.keeps(List.of(keep)));
    model.addAttribute("back", "/retention/long-keeps/" + keep.id());
    history.page(viewer, model, "keep:" + keep.id(), keep.community(), longKeeps.covered(keep.id()), steps -> {
      steps.add(keep.since(), "act.keep.begun", keep.approver(), keep.reason());
      longKeeps.reviews(keep.id()).forEach(review -> steps.add(review.at(), "act.keep.reviewed", review.reviewer(), review.note()));
    });
    return "keeping";
  }

  @PostMapping("/retention/long-keeps")
  String begin(@AuthenticationPrincipal Viewer viewer, @RequestParam String kind, @RequestParam String subject,
      @RequestParam(defaultValue = "") String reason, @RequestParam(defaultValue = LIST) String back, RedirectAttributes after) {
    return keepings.step(after, back(back), "guard.proposed",
        () -> longKeeps.propose(viewer.actor(), desk.subject(viewer, kind, subject, null), reason));
  }

  @PostMapping("/retention/long-keeps/{id}/review")
  String review(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = LIST) String back, RedirectAttributes after) {
    var found = own(viewer, id);
    return keepings.step(after, back(back), "keep.reviewed", () -> longKeeps.review(viewer.actor(), found.id(), note));
  }

  @PostMapping("/retention/long-keeps/{id}/end")
  String end(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String note,
      @RequestParam(defaultValue = LIST) String back, RedirectAttributes after) {
    var found = own(viewer, id);
    return keepings.step(after, back(back), "guard.proposed", () -> longKeeps.proposeEnding(viewer.actor(), found.id(), note));
  }

  private static String back(String wanted) {
    return Keepings.back(wanted, LIST);
  }

  private LongKeep own(Viewer viewer, String id) {
    return longKeeps.find(Given.id(LongKeepId::of, id)).filter(one -> viewer.sees(one.community()))
        .orElseThrow(() -> new NoSuchPage("long keep " + id));
  }
}
