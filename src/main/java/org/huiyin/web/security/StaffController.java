package org.huiyin.web.security;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.access.Permission;
import org.huiyin.access.RoleTable;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.StaffId;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pages on which staff are added, changed and disabled. */
@Controller
@RequestMapping("/staff")
@Needs(Permission.MANAGE_STAFF)
class StaffController {
  private final StaffDesk desk;
  private final Directory directory;

  StaffController(StaffDesk desk, Directory directory) {
    this.desk = desk;
    this.directory = directory;
  }

  @GetMapping
  String list(@AuthenticationPrincipal Viewer viewer, Model model) {
    model.addAttribute("staff", desk.visible(viewer));
    model.addAttribute("roles", Role.values());
    model.addAttribute("communities", directory.communities());
    return "staff/list";
  }

  @GetMapping("/new")
  String blank(@AuthenticationPrincipal Viewer viewer, Model model) {
    return form(viewer, null, StaffForm.empty(), Map.of(), model);
  }

  @PostMapping
  String add(@AuthenticationPrincipal Viewer viewer, @RequestParam String login, @RequestParam String name,
      @RequestParam(required = false) @Nullable List<String> roles, @RequestParam(required = false) @Nullable List<String> communities,
      HttpServletResponse response, Model model, RedirectAttributes redirect) {
    var form = StaffForm.typed(login, name, roles, communities);
    var wrong = form.objections();
    if (wrong.isEmpty() && desk.isTaken(form.login())) {
      wrong.put("login", "staff.wrong.taken");
    }
    if (!wrong.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return form(viewer, null, form, wrong, model);
    }
    var handed = desk.add(viewer, form.login(), form.name(), form.roles(), form.communities());
    redirect.addFlashAttribute("handed", handed);
    return "redirect:/staff/" + handed.member().id();
  }

  @GetMapping("/{id}")
  String one(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, Model model) {
    var member = must(viewer, id);
    return form(viewer, member, StaffForm.of(member), Map.of(), model);
  }

  @PostMapping("/{id}")
  String change(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, @RequestParam String name,
      @RequestParam(required = false) @Nullable List<String> roles, @RequestParam(required = false) @Nullable List<String> communities,
      HttpServletResponse response, Model model, RedirectAttributes redirect) {
    var member = must(viewer, id);
    var form = StaffForm.typed(member.login(), name, roles, communities);
    var wrong = form.objections();
    if (wrong.isEmpty()) {
      try {
        desk.change(viewer, member, form.name(), form.roles(), form.communities());
        redirect.addFlashAttribute("done", "staff.saved");
        return "redirect:/staff/" + id;
      } catch (IllegalStateException e) {
        wrong.put("roles", "staff.wrong.last");
      }
    }
    response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
    return form(viewer, member, form, wrong, model);
  }

  @PostMapping("/{id}/disable")
  String disable(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, RedirectAttributes redirect) {
    return tried(id, redirect, "staff.disabled", () -> desk.setEnabled(viewer, must(viewer, id), false));
  }

  @PostMapping("/{id}/enable")
  String enable(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, RedirectAttributes redirect) {
    return tried(id, redirect, "staff.enabled", () -> desk.setEnabled(viewer, must(viewer, id), true));
  }

  @PostMapping("/{id}/password-reset")
  String resetPassword(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, RedirectAttributes redirect) {
    return tried(id, redirect, "staff.password-reset",
        () -> redirect.addFlashAttribute("handed", desk.resetPassword(viewer, must(viewer, id))));
  }

  private static String tried(UUID id, RedirectAttributes redirect, String done, Runnable deed) {
    try {
      deed.run();
      redirect.addFlashAttribute("done", done);
    } catch (IllegalStateException e) {
      redirect.addFlashAttribute("refused", "staff.wrong.last");
    }
    return "redirect:/staff/" + id;
  }

  private String form(Viewer viewer, @Nullable StaffMember member, StaffForm form, Map<String, String> wrong, Model model) {
    model.addAttribute("member", member);
    model.addAttribute("form", form);
    model.addAttribute("errors", wrong);
    model.addAttribute("roles", Role.values());
    model.addAttribute("permissions", Permission.values());
    model.addAttribute("table",
        java.util.Arrays.stream(Role.values()).collect(java.util.stream.Collectors.toMap(role -> role, RoleTable::of)));
    model.addAttribute("offered", directory.communities().stream().filter(each -> viewer.sees(each.id())).toList());
    model.addAttribute("changeable", member == null || desk.mayChange(viewer, member));
    model.addAttribute("self", member != null && viewer.staff().filter(self -> self.id().equals(member.id())).isPresent());
    return "staff/form";
  }

  private StaffMember must(Viewer viewer, UUID id) {
    return desk.find(viewer, new StaffId(id)).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
  }
}
