package org.huiyin.web.console;

import java.util.Map;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.directory.Communities;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.huiyin.web.security.Needs;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The communities of the viewer and their numbers; whoever answers for all of them adds another. */
@Controller
@RequestMapping("/hours/numbers")
@Needs(Permission.MANAGE_DESK)
class NumbersPage {
  /**
   * What was refused, so that nothing typed is lost.
   *
   * @param form the id of the field that it is about
   */
  record Refused(String form, String why, Map<String, String> given) {
    static final Refused NOT = new Refused("", "", Map.of());

    public String typed(String form, String field, String otherwise) {
      return this.form.equals(form) ? given.getOrDefault(field, otherwise) : otherwise;
    }
  }

  private final Directory directory;
  private final Communities communities;

  NumbersPage(Directory directory, Communities communities) {
    this.directory = directory;
    this.communities = communities;
  }

  @GetMapping
  String show(@AuthenticationPrincipal Viewer viewer, Model model) {
    return page(viewer, Refused.NOT, model);
  }

  private String page(Viewer viewer, Refused refused, Model model) {
    var all = directory.communities();
    model.addAttribute("communities", all.stream().filter(each -> viewer.sees(each.id())).toList());
    model.addAttribute("standard", directory.dialledBy(""));
    model.addAttribute("refused", refused);
    model.addAttribute("mayAdd", viewer.may(Permission.MANAGE_STAFF) && viewer.communities()
        .containsAll(all.stream().map(Community::id).toList()));
    return "numbers";
  }

  @PostMapping("/add")
  String addNumber(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given);
    return tried(viewer, "n-" + here, given, response, model, redirect, "numbers.added",
        () -> communities.addNumber(viewer.actor(), here, value(given, "number")));
  }

  @PostMapping("/remove")
  String removeNumber(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response,
      Model model, RedirectAttributes redirect) {
    var here = seen(viewer, given);
    return tried(viewer, "of-" + here, given, response, model, redirect, "numbers.removed",
        () -> communities.removeNumber(viewer.actor(), here, value(given, "number")));
  }

  @PostMapping("/rename")
  String rename(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    var here = seen(viewer, given);
    return tried(viewer, "name-" + here, given, response, model, redirect, "numbers.renamed",
        () -> communities.rename(viewer.actor(), here, value(given, "name"), value(given, "nameEn")));
  }

  @PostMapping("/community")
  @Needs(Permission.MANAGE_STAFF)
  String add(@AuthenticationPrincipal Viewer viewer, @RequestParam Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect) {
    return tried(viewer, "new-name", given, response, model, redirect, "numbers.community.added", () -> communities.add(viewer.actor(),
        value(given, "name"), value(given, "nameEn"), value(given, "zone"), value(given, "number")));
  }

  private String tried(Viewer viewer, String form, Map<String, String> given, HttpServletResponse response, Model model,
      RedirectAttributes redirect, String done, Runnable deed) {
    try {
      deed.run();
    } catch (Communities.Refused e) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return page(viewer, new Refused(form, "numbers.refused." + e.why(), given), model);
    }
    redirect.addFlashAttribute("done", done);
    return "redirect:/hours/numbers";
  }

  private CommunityId seen(Viewer viewer, Map<String, String> given) {
    var id = Given.id(CommunityId::of, value(given, "community"));
    return directory.community(id).map(Community::id).filter(viewer::sees).orElseThrow(() -> new NoSuchPage("no such community"));
  }

  private static String value(Map<String, String> given, String field) {
    return given.getOrDefault(field, "").strip();
  }
}
