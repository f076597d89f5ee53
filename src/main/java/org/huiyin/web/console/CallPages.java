package org.huiyin.web.console;

import org.huiyin.access.Permission;
import org.huiyin.call.CallLedger;
import org.huiyin.foundation.CallId;
import org.huiyin.web.CallFiles;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.huiyin.web.security.SignedIn;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@Needs(Permission.SEE_CALLS)
class CallPages {
  private static final int ON_A_PAGE = 50;

  private final CallLedger calls;
  private final CallFiles files;
  private final Rows rows;
  private final Timeline timeline;
  private final PlayerView.Maker players;

  CallPages(CallLedger calls, CallFiles files, Rows rows, Timeline timeline, PlayerView.Maker players) {
    this.calls = calls;
    this.files = files;
    this.rows = rows;
    this.timeline = timeline;
    this.players = players;
  }

  /** The first room the viewer may enter. */
  @GetMapping("/")
  @SignedIn
  String home(@AuthenticationPrincipal Viewer viewer) {
    return FrameMaker.doors(viewer).stream().findFirst().map(door -> "redirect:" + door.address()).orElse("redirect:/account/password");
  }

  @GetMapping("/calls")
  String list(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String after, Model model) {
    var list = calls.newest(viewer.shown(), Given.orNone(CallId::of, after), ON_A_PAGE);
    model.addAttribute("rows", files.of(list).stream().map(rows::call).toList());
    model.addAttribute("next", list.size() < ON_A_PAGE ? null : list.getLast().id().toString());
    model.addAttribute("several", viewer.shown().size() > 1);
    model.addAttribute("first", after == null);
    return "calls";
  }

  @GetMapping("/calls/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable String id, Model model) {
    var file = files.find(viewer, Given.id(CallId::of, id)).orElseThrow(() -> new NoSuchPage("call " + id));
    if (file.ticket().isPresent() && viewer.may(Permission.SEE_TICKETS)) {
      return "redirect:/tickets/" + file.ticket().get().number();
    }
    model.addAttribute("call", rows.call(file));
    model.addAttribute("dialled", file.call().dialled());
    model.addAttribute("steps", timeline.of(file));
    model.addAttribute("player", players.of(file, viewer));
    return "call";
  }
}
