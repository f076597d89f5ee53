package org.huiyin.web.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.retention.Policies;
import org.huiyin.retention.Policies.Periods;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How long what is kept, and what another policy would newly destroy. */
@Controller
@Needs(Permission.SEE_RETENTION)
class PolicyPage {
  private static final int SHOWN = 200;

  /** A category's two periods: those in force, and those that are proposed or tried out. */
  record Line(String name, String word, int normal, int urgent, int wantedNormal, int wantedUrgent) {
    public boolean changes() {
      return normal != wantedNormal || urgent != wantedUrgent;
    }
  }

  record VersionRow(int number, Moment inForce, String proposer, String approver, String reason) {
  }

  record NewlyRow(String id, Moment call, String policy, Moment until, String community) {
  }

  private final Policies policies;
  private final Approvals approvals;
  private final Words words;
  private final Rows rows;

  PolicyPage(Policies policies, Approvals approvals, Words words, Rows rows) {
    this.policies = policies;
    this.approvals = approvals;
    this.words = words;
    this.rows = rows;
  }

  /** Shows what the open proposal would newly destroy, to whoever decides about it; or what somebody tries out. */
  @GetMapping("/retention/policy")
  String show(@AuthenticationPrincipal Viewer viewer, Model model) {
    var now = policies.current();
    var open = approvals.open(Policies.CHANGE, Policies.SUBJECT);
    var wanted = open.map(policies::proposed).orElse((Periods) model.getAttribute("wanted"));
    model.addAttribute("number", now.number());
    model.addAttribute("lines", lines(now.periods(), wanted));
    model.addAttribute("waits", open.isPresent());
    model.addAttribute("years", List.of(1, 2));
    model.addAttribute("mayChange", viewer.may(Permission.MANAGE_RETENTION) && open.isEmpty());
    model.addAttribute("shows", wanted != null);
    model.addAttribute("newly", wanted == null ? 0 : policies.newlyDue(wanted));
    model.addAttribute("due", wanted == null
        ? List.of()
        : policies.newlyDue(wanted, viewer.shown(), SHOWN).stream().map(this::row).toList());
    model.addAttribute("versions", policies.versions().stream().map(version -> version(version, viewer)).toList());
    return "policy";
  }

  /** @param years {@code daily_life.NORMAL=1} and so on; others keep what is in force */
  @PostMapping("/retention/policy")
  @Needs(Permission.MANAGE_RETENTION)
  String change(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> years,
      @RequestParam(defaultValue = "") String reason, RedirectAttributes after) {
    try {
      var now = policies.current().periods();
      var wanted = Periods.of((category, priority) -> years(years.get(name(category) + "." + priority), now, category, priority));
      if (reason.isBlank()) {
        after.addFlashAttribute("wanted", wanted);
        after.addFlashAttribute("done", words.say("policy.would", policies.newlyDue(wanted)));
      } else {
        policies.propose(viewer.actor(), wanted, reason);
        after.addFlashAttribute("done", words.say("guard.proposed"));
      }
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("policy.same"));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("guard.not-now"));
    }
    return "redirect:/retention/policy";
  }

  private static int years(@Nullable String given, @Nullable Periods now, Category category, Priority priority) {
    return given != null ? Integer.parseInt(given) : now == null ? 2 : now.of(category, priority);
  }

  private List<Line> lines(@Nullable Periods now, @Nullable Periods wanted) {
    return Arrays.stream(Category.values()).map(category -> {
      int normal = now == null ? 0 : now.of(category, Priority.NORMAL);
      int urgent = now == null ? 0 : now.of(category, Priority.URGENT);
      return new Line(name(category), words.say("category." + category), normal, urgent,
          wanted == null ? normal : wanted.of(category, Priority.NORMAL), wanted == null ? urgent : wanted.of(category, Priority.URGENT));
    }).toList();
  }

  private VersionRow version(Policies.Version version, Viewer viewer) {
    return new VersionRow(version.number(), words.moment(java.util.Objects.requireNonNull(version.inForce()), words.zone(viewer)),
        words.person(version.proposer()), words.person(version.approver()), version.reason());
  }

  private NewlyRow row(Kept kept) {
    var zone = words.zone(kept.community());
    return new NewlyRow(kept.recording().toString(), words.moment(kept.callStartedAt(), zone), rows.policy(kept.policy()),
        words.moment(kept.until(), zone), words.community(kept.community()));
  }

  private static String name(Category category) {
    return category.name().toLowerCase(Locale.ROOT);
  }
}
