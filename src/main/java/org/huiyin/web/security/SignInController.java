package org.huiyin.web.security;

import jakarta.servlet.http.HttpSession;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page to sign in; the form itself is taken by Spring Security. */
@Controller
@Open
class SignInController {
  /** What led here, by the address's parameter; each has a text {@code sign-in.<reason>}. */
  private static final java.util.List<String> REASONS = java.util.List.of("wrong", "wait", "out", "over");

  @GetMapping(Addressing.SIGN_IN)
  String page(@RequestParam java.util.Map<String, String> parameters, HttpSession session, Model model) {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof ViewerAuthentication) {
      return "redirect:/";
    }
    model.addAttribute("login", session.getAttribute(Sessions.TYPED_LOGIN));
    session.removeAttribute(Sessions.TYPED_LOGIN);
    model.addAttribute("reason", REASONS.stream().filter(parameters::containsKey).findFirst().orElse(null));
    return "sign-in";
  }
}
