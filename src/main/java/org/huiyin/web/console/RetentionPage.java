package org.huiyin.web.console;

import java.time.Clock;
import java.util.Comparator;

import org.huiyin.access.Permission;
import org.huiyin.approval.Approvals;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Holds;
import org.huiyin.retention.LongKeeps;
import org.huiyin.retention.Retention;
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
  /** So many of what is due and of what is kept; the preview has all. */
  private static final int FIRST = 10;
  private static final int STONES = 50;

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
  private final Keepings keepings;
  private final Words words;
  private final Rows rows;
  private final PreviewPages previews;
  private final KeptRows kept;
  private final ForecastView forecast;
  private final Clock clock;

  RetentionPage(Retention retention, Undecided undecided, LongKeeps longKeeps, Safeguards safeguards, Approvals approvals, Holds holds,
      Keepings keepings, Words words, Rows rows, PreviewPages previews, KeptRows kept, ForecastView forecast,
      Clock clock) {
    this.undecided = undecided;
    this.longKeeps = longKeeps;
    this.safeguards = safeguards;
    this.approvals = approvals;
    this.holds = holds;
    this.keepings = keepings;
    this.retention = retention;
    this.words = words;
    this.rows = rows;
    this.previews = previews;
    this.kept = kept;
    this.forecast = forecast;
    this.clock = clock;
  }

  /** @param days what would be due so many days from now */
  @GetMapping("/retention")
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(defaultValue = "0") int days,
      @RequestParam(required = false) @Nullable String after, Model model) {
    var at = previews.until(days);
    model.addAttribute("days", days);
    model.addAttribute("choices", PreviewPages.DAYS);
    model.addAttribute("count", retention.previewCount(at, viewer.shown()));
    model.addAttribute("due", kept.due(retention.preview(at, viewer.shown(), null, FIRST)));
    model.addAttribute("heldCount", retention.heldBackCount(at, viewer.shown()));
    model.addAttribute("heldBack", kept.held(retention.heldBack(at, viewer.shown(), null, FIRST)));
    model.addAttribute("forecast", forecast.chart(viewer));
    model.addAttribute("holds", keepings.holds(holds.newest(viewer.shown(), true, null, SHOWN)));
    model.addAttribute("mayHandle", viewer.may(Permission.HANDLE_REQUESTS));
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
    model.addAttribute("synchronised", guard.synchronised() == null ? "UNKNOWN" : guard.synchronised() ? "YES" : "NO");
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
}
