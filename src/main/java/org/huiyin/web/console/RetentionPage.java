package org.huiyin.web.console;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention;
import org.huiyin.retention.Retention.Kept;
import org.huiyin.retention.Safeguards;
import org.huiyin.retention.Undecided;
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

@Controller
@Needs(Permission.SEE_RETENTION)
class RetentionPage {
  private static final int SHOWN = 100;
  private static final int STONES = 50;
  private static final List<Integer> DAYS = List.of(0, 30, 90, 365, 730);

  /**
   * @param until when its period ends
   * @param purge for when its destruction is scheduled; null while it is not
   */
  record DueRow(String id, Moment call, String policy, Moment until, @Nullable Moment purge, @Nullable String failure, String community) {
  }

  record Place(String id, String name) {
  }

  record Stone(String id, Moment call, String policy, Moment destroyed, String hash, String community) {
  }

  private final Retention retention;
  private final Undecided undecided;
  private final LongKeeps longKeeps;
  private final Safeguards safeguards;
  private final Approvals approvals;
  private final Holds holds;
  private final HoldPages holdPages;
  private final Words words;
  private final Rows rows;
  private final Clock clock;

  RetentionPage(Retention retention, Undecided undecided, LongKeeps longKeeps, Safeguards safeguards, Approvals approvals, Holds holds,
      HoldPages holdPages,
      Words words, Rows rows,
      Clock clock) {
    this.undecided = undecided;
    this.longKeeps = longKeeps;
    this.safeguards = safeguards;
    this.approvals = approvals;
    this.holds = holds;
    this.holdPages = holdPages;
    this.retention = retention;
    this.words = words;
    this.rows = rows;
    this.clock = clock;
  }

  /** @param days what would be due so many days from now */
  @GetMapping("/retention")
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(defaultValue = "0") int days,
      @RequestParam(required = false) @Nullable String after, Model model) {
    var at = clock.instant().plus(Duration.ofDays(Math.clamp(days, 0, DAYS.getLast())));
    model.addAttribute("days", days);
    model.addAttribute("choices", DAYS);
    model.addAttribute("count", retention.previewCount(at, viewer.shown()));
    model.addAttribute("due",
        retention.preview(at, viewer.shown(), SHOWN).stream().map(this::row).toList());
    model.addAttribute("heldBack", retention.heldBack(at, viewer.shown(), SHOWN).stream().map(this::row).toList());
    model.addAttribute("holds", holdPages.views(holds.newest(viewer.shown(), true, null, SHOWN)));
    model.addAttribute("mayHold", viewer.may(Permission.MANAGE_RETENTION));
    model.addAttribute("communities",
        viewer.communities().stream().map(id -> new Place(id.toString(), words.community(id))).sorted(Comparator.comparing(Place::name))
            .toList());
    model.addAttribute("failing", retention.purgeState().failing());
    model.addAttribute("undecided", undecided.count(viewer.shown()));
    model.addAttribute("overdueReviews",
        longKeeps.inForce(viewer.shown(), SHOWN).stream().filter(one -> one.overdue(clock.instant())).count());
    var guard = safeguards.state();
    model.addAttribute("doubts", guard.doubts());
    model.addAttribute("clockSays", words.moment(guard.now(), words.zone(viewer)));
    model.addAttribute("excess", guard.excess());
    model.addAttribute("timeWaits", approvals.open(Safeguards.TIME, Safeguards.SUBJECT).isPresent());
    model.addAttribute("volumeWaits", approvals.open(Safeguards.VOLUME, Safeguards.SUBJECT).isPresent());
    var stones = retention.tombstones(viewer.shown(), Given.orNone(RecordingId::of, after), STONES);
    model.addAttribute("stones",
        stones.stream()
            .map(stone -> new Stone(stone.recording().toString(), words.moment(stone.callStartedAt(), words.zone(stone.community())),
                rows.policy(stone.policy()), words.moment(stone.destroyedAt(), words.zone(stone.community())), stone.audioHash(),
                words.community(stone.community())))
            .toList());
    model.addAttribute("next", stones.size() < STONES ? null : stones.getLast().recording().toString());
    return "retention";
  }

  /** @param what {@code time} or {@code volume} */
  @PostMapping("/retention/confirm/{what}")
  @Needs(Permission.MANAGE_RETENTION)
  String confirm(@AuthenticationPrincipal Viewer viewer, @PathVariable String what, @RequestParam String reason, RedirectAttributes after) {
    try {
      if (what.equals("time")) {
        safeguards.proposeTime(viewer.actor(), reason);
      } else {
        safeguards.proposeVolume(viewer.actor(), reason);
      }
      after.addFlashAttribute("done", words.say("guard.proposed"));
    } catch (IllegalStateException e) {
      after.addFlashAttribute("problem", words.say("guard.not-now"));
    } catch (IllegalArgumentException e) {
      after.addFlashAttribute("problem", words.say("guard.reason"));
    }
    return "redirect:/retention";
  }

  private DueRow row(Kept kept) {
    var zone = words.zone(kept.community());
    return new DueRow(kept.recording().toString(), words.moment(kept.callStartedAt(), zone), rows.policy(kept.policy()),
        words.moment(kept.until(), zone), kept.purgeAt() == null ? null : words.moment(kept.purgeAt(), zone), kept.failure(),
        words.community(kept.community()));
  }
}
