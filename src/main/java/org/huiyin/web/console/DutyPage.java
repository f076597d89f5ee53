package org.huiyin.web.console;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.messaging.DutyWebhooks;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where a community's night duty is told of urgent calls. */
@Controller
@RequestMapping("/hours/duty")
@Needs(Permission.MANAGE_DESK)
class DutyPage {
  private final Directory directory;
  private final DutyWebhooks webhooks;
  private final Words words;

  DutyPage(Directory directory, DutyWebhooks webhooks, Words words) {
    this.directory = directory;
    this.webhooks = webhooks;
    this.words = words;
  }

  @GetMapping
  String show(@AuthenticationPrincipal Viewer viewer, @RequestParam(required = false) @Nullable String community, Model model) {
    return page(viewer, community, null, model);
  }

  private String page(Viewer viewer, @Nullable String community, @Nullable String typed, Model model) {
    var offered = directory.communities().stream().filter(each -> viewer.sees(each.id())).toList();
    var here = seen(viewer, community);
    var webhook = webhooks.of(here.id()).orElse(null);
    model.addAttribute("offered", offered);
    model.addAttribute("here", here);
    model.addAttribute("wrong", typed != null);
    model.addAttribute("address", typed != null ? typed : webhook == null ? "" : webhook.address());
    model.addAttribute("known", webhook != null);
    if (webhook != null) {
      model.addAttribute("waiting", webhook.waiting());
      model.addAttribute("since", words.moment(webhook.since(), here.zone()));
      model.addAttribute("delivered", webhook.delivered() == null ? null : words.moment(webhook.delivered(), here.zone()));
      model.addAttribute("problem", webhook.problem());
      model.addAttribute("secretState", webhook.secret().name());
    }
    return "duty";
  }

  /** The secret is shown on the very next page and never again. */
  @PostMapping
  String set(@AuthenticationPrincipal Viewer viewer, @RequestParam String community, @RequestParam String address,
      HttpServletResponse response, Model model, RedirectAttributes redirect) {
    var here = seen(viewer, community);
    try {
      redirect.addFlashAttribute("secret", webhooks.set(viewer.actor(), here.id(), address));
    } catch (IllegalArgumentException _) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return page(viewer, community, address, model);
    }
    redirect.addAttribute("community", here.id());
    return "redirect:/hours/duty";
  }

  @PostMapping("/secret")
  String renew(@AuthenticationPrincipal Viewer viewer, @RequestParam String community, RedirectAttributes redirect) {
    var here = seen(viewer, community);
    webhooks.renewSecret(viewer.actor(), here.id()).ifPresent(renewed -> redirect.addFlashAttribute("secret", renewed.secret()));
    redirect.addAttribute("community", here.id());
    return "redirect:/hours/duty";
  }

  @PostMapping("/remove")
  String remove(@AuthenticationPrincipal Viewer viewer, @RequestParam String community, RedirectAttributes redirect) {
    var here = seen(viewer, community);
    webhooks.remove(viewer.actor(), here.id());
    redirect.addFlashAttribute("removed", true);
    redirect.addAttribute("community", here.id());
    return "redirect:/hours/duty";
  }

  private Community seen(Viewer viewer, @Nullable String community) {
    return directory.communities().stream().filter(each -> viewer.sees(each.id()))
        .filter(each -> community == null || each.id().toString().equals(community)).findFirst()
        .orElseThrow(() -> new NoSuchPage("no such community"));
  }
}
