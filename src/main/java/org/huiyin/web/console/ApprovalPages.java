package org.huiyin.web.console;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.approval.NotDecidable;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalId;
import org.huiyin.approval.ProposalState;
import org.huiyin.approval.Voters;
import org.huiyin.directory.Role;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
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

/** What waits for a second person, and what became of the rest. */
@Controller
@Needs(Permission.DECIDE)
class ApprovalPages {
  private static final int ON_A_PAGE = 50;

  /** @param value in the reader's words */
  record Fact(String label, String value) {
  }

  /**
   * @param whyNot why the viewer may not decide; null when they may
   * @param nobody whether nobody at all may
   */
  record Card(String id, String title, String subject, @Nullable String address, String community, String proposer, Moment proposed,
      String reason, List<Fact> facts, Chip chip, boolean escalated, Moment escalates, Moment expires, @Nullable String whyNot,
      boolean nobody, boolean everywhere, String deciders, boolean mine) {
  }

  record Row(String id, String title, String subject, @Nullable String address, String proposer, String reason, Chip chip, Moment decided,
      String decider, String note) {
  }

  private final Approvals approvals;
  private final Voters voters;
  private final Subjects subjects;
  private final Words words;
  private final Rows rows;

  ApprovalPages(Approvals approvals, Voters voters, Subjects subjects, Words words, Rows rows) {
    this.approvals = approvals;
    this.voters = voters;
    this.subjects = subjects;
    this.words = words;
    this.rows = rows;
  }

  @GetMapping("/approvals")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var viewpoint = viewpoint(viewer);
    model.addAttribute("cards", approvals.open(viewpoint).stream().map(proposal -> card(proposal, viewer)).toList());
    var over = approvals.over(viewpoint, Given.orNone(ProposalId::of, after), ON_A_PAGE);
    model.addAttribute("rows", over.stream().map(this::row).toList());
    model.addAttribute("next", over.size() < ON_A_PAGE ? null : over.getLast().id().toString());
    model.addAttribute("lonely", lonely(viewer));
    model.addAttribute("mayAdd", viewer.may(Permission.MANAGE_STAFF));
    return "approvals";
  }

  @PostMapping("/approvals/{id}/approve")
  String approve(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String note,
      RedirectAttributes after) {
    var proposal = visible(viewer, id);
    return step(after, "approval.done.approved", () -> approvals.approve(viewer.actor(), proposal.id(), note));
  }

  @PostMapping("/approvals/{id}/refuse")
  String refuse(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, @RequestParam(defaultValue = "") String note,
      RedirectAttributes after) {
    var proposal = visible(viewer, id);
    if (note.isBlank()) {
      after.addFlashAttribute("problem", words.say("approval.refusal.empty"));
      return "redirect:/approvals";
    }
    return step(after, "approval.done.refused", () -> approvals.refuse(viewer.actor(), proposal.id(), note));
  }

  @PostMapping("/approvals/{id}/withdraw")
  String withdraw(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, RedirectAttributes after) {
    var proposal = visible(viewer, id);
    return step(after, "approval.done.withdrawn", () -> approvals.withdraw(viewer.actor(), proposal.id()));
  }

  private String step(RedirectAttributes after, String done, Runnable deed) {
    try {
      deed.run();
      after.addFlashAttribute("done", words.say(done));
    } catch (NotDecidable e) {
      after.addFlashAttribute("problem", words.say("approval.objection." + e.reason()));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("approval.impossible"));
    }
    return "redirect:/approvals";
  }

  /** Communities in which only one person may decide, so that nothing can be decided that this person proposes. */
  private List<String> lonely(Viewer viewer) {
    var all = voters.all();
    return viewer.communities().stream()
        .filter(community -> all.stream().filter(voter -> voter.communities().contains(community)).count() < 2)
        .map(words::community).sorted().toList();
  }

  private Card card(Proposal proposal, Viewer viewer) {
    var zone = words.zone(proposal, viewer.communities());
    var deciders = approvals.deciders(proposal);
    var escalated = proposal.state() == ProposalState.ESCALATED;
    return new Card(proposal.id().toString(), title(proposal), subjects.text(proposal.subject()), subjects.address(proposal.subject()),
        where(proposal), words.person(proposal.proposer()), words.moment(proposal.proposedAt(), zone), proposal.reason(),
        facts(proposal), new Chip(words.say("approval.state." + proposal.state()), escalated ? "amber" : "teal", escalated ? "urgent" : ""),
        escalated, words.moment(proposal.escalatesAt(), zone), words.moment(proposal.expiresAt(), zone),
        approvals.objection(viewer.actor(), proposal).map(reason -> words.say("approval.objection." + reason)).orElse(null),
        deciders.isEmpty(), proposal.community() == null, names(deciders), viewer.actor().reference().equals(proposal.proposer()));
  }

  private Row row(Proposal proposal) {
    var zone = words.zone(proposal, Set.of());
    var tone = switch (proposal.state()) {
      case APPROVED -> "green";
      case EXPIRED -> "amber";
      default -> "";
    };
    var decided = proposal.decidedAt() == null ? proposal.proposedAt() : proposal.decidedAt();
    return new Row(proposal.id().toString(), title(proposal), subjects.text(proposal.subject()), subjects.address(proposal.subject()),
        words.person(proposal.proposer()), proposal.reason(), new Chip(words.say("approval.state." + proposal.state()), tone, ""),
        words.moment(decided, zone), proposal.decider() == null ? "" : words.person(proposal.decider()), proposal.note());
  }

  private String title(Proposal proposal) {
    return words.sayOr("approval.kind." + proposal.kind(), proposal.kind());
  }

  private String where(Proposal proposal) {
    return proposal.community() == null ? words.say("approval.everywhere") : words.community(proposal.community());
  }

  private List<Fact> facts(Proposal proposal) {
    return proposal.facts().entrySet().stream().sorted(Map.Entry.comparingByKey())
        .map(fact -> new Fact(label(fact.getKey()), subjects.value(fact.getKey(), fact.getValue())))
        .filter(fact -> !fact.label().isEmpty()).toList();
  }

  /** Empty for what only the deed needs. A changed period is named by its category and priority. */
  private String label(String fact) {
    if (!fact.startsWith("years.")) {
      return words.sayOr("approval.fact." + fact, "");
    }
    var kind = fact.substring("years.".length());
    boolean urgent = kind.endsWith("-urgent");
    return words.say("approval.fact.years", rows.kind(urgent ? kind.substring(0, kind.length() - "-urgent".length()) : kind, urgent));
  }

  private String names(Set<StaffId> people) {
    return people.stream().map(person -> words.person("staff:" + person)).sorted(Comparator.naturalOrder())
        .collect(Collectors.joining(words.say("comma")));
  }

  private Proposal visible(Viewer viewer, String id) {
    return approvals.find(Given.id(ProposalId::of, id)).filter(proposal -> sees(viewer, proposal))
        .orElseThrow(() -> new NoSuchPage("proposal " + id));
  }

  private static boolean sees(Viewer viewer, Proposal proposal) {
    CommunityId community = proposal.community();
    return community == null || viewer.sees(community) || viewpoint(viewer).district();
  }

  static Approvals.Viewpoint viewpoint(Viewer viewer) {
    return new Approvals.Viewpoint(viewer.communities(),
        viewer.staff().filter(member -> member.roles().contains(Role.DISTRICT)).isPresent());
  }
}
