package org.huiyin.web.security;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.directory.Directory;
import org.huiyin.directory.StaffMember;
import org.huiyin.web.Viewer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One's own account: the password and the tokens of one's programs. */
@Controller
@SignedIn
class AccountController {
  static final List<Integer> TOKEN_DAYS = List.of(30, 90, 365);

  private final Accounts accounts;
  private final Tokens tokens;
  private final Directory directory;
  private final FirstAdministrator firstAdministrator;
  private final Sessions sessions;

  AccountController(Accounts accounts, Tokens tokens, Directory directory, FirstAdministrator firstAdministrator, Sessions sessions) {
    this.accounts = accounts;
    this.tokens = tokens;
    this.directory = directory;
    this.firstAdministrator = firstAdministrator;
    this.sessions = sessions;
  }

  @GetMapping("/account")
  String account(@AuthenticationPrincipal Viewer viewer, Model model) {
    return account(person(viewer), model);
  }

  @GetMapping(Addressing.PASSWORD)
  String password(@AuthenticationPrincipal Viewer viewer, Model model) {
    return password(person(viewer), Map.of(), model);
  }

  @PostMapping(Addressing.PASSWORD)
  String choose(@AuthenticationPrincipal Viewer viewer, @RequestParam String current, @RequestParam String chosen,
      @RequestParam String repeated, HttpServletRequest request, HttpServletResponse response, Model model, RedirectAttributes redirect) {
    StaffMember person = person(viewer);
    Map<String, String> errors = new LinkedHashMap<>();
    boolean forced = accounts.mustChoosePassword(person);
    if (!chosen.equals(repeated)) {
      errors.put("repeated", "password.wrong.repeated");
    } else {
      accounts.choosePassword(person, current, chosen).ifPresent(objection -> errors.put(fieldOf(objection), objection));
    }
    if (!errors.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      return password(person, errors, model);
    }
    firstAdministrator.passwordChosen(person.login());
    // The session that chose goes on, under a new name; all others have ended with the old password.
    sessions.renew(person, request, response);
    redirect.addFlashAttribute("done", "password.chosen");
    return forced ? "redirect:/" : "redirect:/account";
  }

  @PostMapping("/account/tokens")
  String makeToken(@AuthenticationPrincipal Viewer viewer, @RequestParam String name, @RequestParam int days, HttpServletResponse response,
      Model model, RedirectAttributes redirect) {
    StaffMember person = person(viewer);
    if (name.isBlank() || name.strip().length() > Tokens.LONGEST_NAME || !TOKEN_DAYS.contains(days)) {
      response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
      model.addAttribute("tokenName", name);
      model.addAttribute("errors", Map.of("name", "token.wrong.name"));
      return account(person, model);
    }
    redirect.addFlashAttribute("made", tokens.make(person.id(), name, Duration.ofDays(days)));
    return "redirect:/account";
  }

  @PostMapping("/account/tokens/{id}/revoke")
  String revoke(@AuthenticationPrincipal Viewer viewer, @PathVariable UUID id, RedirectAttributes redirect) {
    if (tokens.revoke(viewer.actor(), person(viewer).id(), id)) {
      redirect.addFlashAttribute("done", "token.revoked");
    }
    return "redirect:/account";
  }

  private String account(StaffMember person, Model model) {
    model.addAttribute("person", person);
    model.addAttribute("roles", new TreeSet<>(person.roles()));
    model.addAttribute("communities", directory.communities().stream().filter(each -> person.communities().contains(each.id())).toList());
    model.addAttribute("tokens", tokens.of(person.id()));
    model.addAttribute("days", TOKEN_DAYS);
    return "account/account";
  }

  private String password(StaffMember person, Map<String, String> errors, Model model) {
    model.addAttribute("person", person);
    model.addAttribute("forced", accounts.mustChoosePassword(person));
    model.addAttribute("errors", errors);
    model.addAttribute("shortest", PasswordRules.SHORTEST);
    return "account/password";
  }

  private static String fieldOf(String objection) {
    return objection.equals("password.wrong.current") || objection.equals("password.wrong.wait") ? "current" : "chosen";
  }

  /** Whoever sits at the machine has no account. */
  private static StaffMember person(Viewer viewer) {
    return viewer.staff().orElseThrow(() -> new AccessDeniedException("local-admin has no account of its own"));
  }
}
