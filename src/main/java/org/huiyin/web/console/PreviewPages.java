package org.huiyin.web.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.access.Permission;
import org.huiyin.foundation.RecordingId;
import org.huiyin.retention.Retention;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Every recording that the next run destroys, each with its reason, and every one that is kept although its period is over. */
@Controller
@Needs(Permission.SEE_RETENTION)
class PreviewPages {
  /** 0 is the next run; the others are days from now. */
  static final List<Integer> DAYS = List.of(0, 30, 90, 365, 730);
  private static final int ON_A_PAGE = 50;

  private final Retention retention;
  private final KeptRows kept;
  private final Words words;
  private final Clock clock;

  PreviewPages(Retention retention, KeptRows kept, Words words, Clock clock) {
    this.retention = retention;
    this.kept = kept;
    this.words = words;
    this.clock = clock;
  }

  /** The moment up to which periods count as over. */
  Instant until(int days) {
    return days <= 0 ? retention.nextRun() : clock.instant().plus(Duration.ofDays(Math.min(days, DAYS.getLast())));
  }

  /** @param held whether to list what is kept, instead of what is destroyed */
  @GetMapping("/retention/preview")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(defaultValue = "0") int days,
      @RequestParam(name = "kept", defaultValue = "false") boolean held, @RequestParam(required = false) @Nullable String after,
      Model model) {
    var at = until(days);
    var from = Given.orNone(RecordingId::of, after);
    var list = held
        ? retention.heldBack(at, viewer.shown(), from, ON_A_PAGE)
        : retention.preview(at, viewer.shown(), from, ON_A_PAGE);
    model.addAttribute("days", days);
    model.addAttribute("choices", DAYS);
    model.addAttribute("at", words.moment(at, words.zone(viewer)));
    model.addAttribute("kept", held);
    model.addAttribute("dueCount", retention.previewCount(at, viewer.shown()));
    model.addAttribute("heldCount", retention.heldBackCount(at, viewer.shown()));
    model.addAttribute("rows", held ? kept.held(list) : kept.due(list));
    model.addAttribute("several", viewer.shown().size() > 1);
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().recording().toString());
    return "preview";
  }
}
