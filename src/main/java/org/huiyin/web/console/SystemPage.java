package org.huiyin.web.console;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

import org.huiyin.access.Permission;
import org.huiyin.operations.SystemState;
import org.huiyin.operations.SystemState.State;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
@ConditionalOnWebApplication
@Needs(Permission.SEE_SYSTEM)
class SystemPage {
  record Part(String name, String state, Rows.Chip chip, String what, String remedy, Moment since) {
  }

  private final SystemState system;
  private final Words words;

  SystemPage(SystemState system, Words words) {
    this.system = system;
    this.words = words;
  }

  @GetMapping("/system")
  String show(@AuthenticationPrincipal Viewer viewer, Locale locale, Model model) {
    var zone = viewer.communities().stream().findFirst().map(words::zone).orElse(ZoneId.systemDefault());
    var parts = system.parts();
    List<Part> shown = parts.stream().map(part -> {
      var told = system.tell(part, locale);
      return new Part(told.name(), part.state().name(), chip(part.state()), told.what(), told.remedy(), words.moment(part.since(), zone));
    }).toList();
    model.addAttribute("parts", shown);
    model.addAttribute("worst", system.worst().name());
    return "system";
  }

  private Rows.Chip chip(State state) {
    return switch (state) {
      case OK -> new Rows.Chip(words.say("health.OK"), "green", "ok");
      case WARNING -> new Rows.Chip(words.say("health.WARNING"), "amber", "urgent");
      case DOWN -> new Rows.Chip(words.say("health.DOWN"), "red", "wrong");
    };
  }
}
