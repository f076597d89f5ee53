package org.huiyin.web.console;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.Hold;
import org.huiyin.retention.HoldId;
import org.huiyin.retention.Holds;
import org.huiyin.retention.Holds.Placement;
import org.huiyin.web.HoldDesk;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Placing a hold and proposing to lift it, from whatever page it is done on. */
@Controller
@Needs(Permission.MANAGE_RETENTION)
class HoldPages {
  /**
   * A hold as one reads it.
   *
   * @param until null when only two people can end it
   * @param lifting whether it is proposed to lift it
   */
  record HoldView(String id, String what, @Nullable String address, String reason, String who, Moment placed, @Nullable String until,
      boolean lifting, String community) {
  }

  private final Holds holds;
  private final HoldDesk desk;
  private final Subjects subjects;
  private final Words words;

  HoldPages(Holds holds, HoldDesk desk, Subjects subjects, Words words) {
    this.holds = holds;
    this.desk = desk;
    this.subjects = subjects;
    this.words = words;
  }

  List<HoldView> views(List<Hold> list) {
    return list.stream().map(hold -> {
      var zone = words.zone(hold.community());
      var subject = hold.kind().name().toLowerCase(java.util.Locale.ROOT) + ":" + hold.subject();
      return new HoldView(hold.id().toString(), subjects.text(subject), subjects.address(subject), hold.reason(),
          words.person(hold.placedBy()), words.moment(hold.placedAt(), zone), hold.until() == null ? null : lastDay(hold.until(), zone),
          desk.lifting(hold).isPresent(), words.community(hold.community()));
    }).toList();
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
    return "redirect:" + local(back);
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
    return "redirect:" + local(back);
  }

  /** A hold ends with its last day, so it ends when the next begins. */
  private String lastDay(Instant until, ZoneId zone) {
    return words.day(until.minusMillis(1), zone);
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

  /** Back to a page of ours, never elsewhere. */
  private static String local(String back) {
    return back.matches("/(?:retention|retention/decisions|recordings/[0-9a-f-]{36}|tickets/\\d{8}-\\d{4,9})") ? back : "/retention";
  }
}
