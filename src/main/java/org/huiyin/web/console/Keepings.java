package org.huiyin.web.console;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.approval.ProposalState;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.Hold;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeep;
import org.huiyin.retention.LongKeeps;
import org.huiyin.web.Viewer;
import org.huiyin.web.console.Rows.Chip;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What keeps a matter beyond its period, ready to be read: only ever given to who may see retention. */
@Component
class Keepings {
  /**
   * A hold as one reads it.
   *
   * @param address where what is held can be seen; null when it has no page
   * @param page where the hold itself can be seen
   * @param lifting where the proposal to lift it waits; null when there is none
   */
  record HoldView(String id, String what, @Nullable String address, String page, String reason, String who, Moment placed, Chip chip,
      boolean inForce, @Nullable String lifting, String community) {
  }

  /** @param ending where the proposal to end it waits; null when there is none */
  record KeepView(String id, String what, @Nullable String address, String page, String reason, String who, Moment since,
      @Nullable Moment reviewed, Chip chip, boolean overdue, boolean inForce, @Nullable String ending, String community) {
  }

  private final Approvals approvals;
  private final Subjects subjects;
  private final Words words;
  private final Clock clock;

  Keepings(Approvals approvals, Subjects subjects, Words words, Clock clock) {
    this.approvals = approvals;
    this.subjects = subjects;
    this.words = words;
    this.clock = clock;
  }

  /**
   * The two cards of a ticket's or a recording's page; nothing at all for who may not see retention.
   *
   * @param keepable for what keeping long may be waiting for a decision, as references
   */
  void cards(Viewer viewer, Model model, List<Hold> holds, List<LongKeep> keeps, Stream<String> keepable) {
    boolean sees = viewer.may(Permission.SEE_RETENTION);
    model.addAttribute("seesRetention", sees);
    model.addAttribute("holds", sees ? holds(holds) : List.of());
    model.addAttribute("keeps", sees ? keeps(keeps) : List.of());
    model.addAttribute("keepWaits",
        sees ? keepable.flatMap(of -> Stream.ofNullable(waiting(LongKeeps.BEGINNING, of))).findFirst().orElse(null) : null);
  }

  List<HoldView> holds(List<Hold> list) {
    return list.stream().map(hold -> {
      var zone = words.zone(hold.community());
      var subject = hold.kind().name().toLowerCase(Locale.ROOT) + ":" + hold.subject();
      return new HoldView(hold.id().toString(), subjects.text(subject), subjects.address(subject), page("hold:" + hold.id()), hold.reason(),
          words.person(hold.placedBy()), words.moment(hold.placedAt(), zone), chip(hold, zone), hold.inForce(clock.instant()),
          waiting(Holds.LIFTING, "hold:" + hold.id()), words.community(hold.community()));
    }).toList();
  }

  List<KeepView> keeps(List<LongKeep> list) {
    return list.stream().map(one -> {
      var zone = words.zone(one.community());
      var subject = one.kind().name().toLowerCase(Locale.ROOT) + ":" + one.subject();
      return new KeepView(one.id().toString(), subjects.text(subject), subjects.address(subject), page("keep:" + one.id()), one.reason(),
          words.person(one.proposer()) + " → " + words.person(one.approver()), words.moment(one.since(), zone),
          one.reviewedAt() == null ? null : words.moment(one.reviewedAt(), zone), chip(one, zone), one.overdue(clock.instant()),
          one.inForce(), waiting(LongKeeps.ENDING, "keep:" + one.id()), words.community(one.community()));
    }).toList();
  }

  /** Whoever sees its community; and the district, which may have to decide about it, once that went up to them. */
  boolean visible(Viewer viewer, CommunityId community, String subject) {
    return viewer.sees(community) || (ApprovalPages.viewpoint(viewer).district()
        && approvals.about(subject).stream().anyMatch(proposal -> proposal.state() == ProposalState.ESCALATED));
  }

  /** Does it, and tells on the page that comes next what has become of it. */
  String step(RedirectAttributes after, String next, String done, Runnable deed) {
    try {
      deed.run();
      after.addFlashAttribute("done", words.say(done));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("keep.not-now"));
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("keep.not-understood"));
    }
    return "redirect:" + next;
  }

  /** Back to a page of ours, never elsewhere. */
  static String back(String wanted, String otherwise) {
    var id = "[0-9a-f-]{36}";
    var ours = "/(?:retention|retention/decisions|retention/holds/" + id + "|retention/long-keeps/" + id + "|recordings/" + id
        + "|tickets/\\d{8}-\\d{4,9})";
    return wanted.matches(ours) ? wanted : otherwise;
  }

  private String page(String subject) {
    return java.util.Objects.requireNonNull(subjects.address(subject));
  }

  private Chip chip(Hold hold, ZoneId zone) {
    if (hold.inForce(clock.instant())) {
      return new Chip(hold.until() == null ? words.say("hold.open") : words.say("hold.until", lastDay(hold.until(), zone)), "teal",
          "audit");
    }
    return new Chip(words.say(hold.liftedAt() == null ? "hold.over" : "hold.lifted"), "", "");
  }

  private Chip chip(LongKeep one, ZoneId zone) {
    var day = words.day(one.reviewBy(), zone);
    if (!one.inForce()) {
      return new Chip(words.say("keep.ended"), "", "");
    }
    return one.overdue(clock.instant())
        ? new Chip(words.say("keep.overdue", day), "amber", "urgent")
        : new Chip(words.say("keep.review-by", day), "teal", "retention");
  }

  /** A hold ends with its last day, so it ends when the next begins. */
  private String lastDay(Instant until, ZoneId zone) {
    return words.day(until.minusMillis(1), zone);
  }

  private @Nullable String waiting(String kind, String subject) {
    return approvals.open(kind, subject).map(proposal -> "/approvals#p-" + proposal.id()).orElse(null);
  }
}
