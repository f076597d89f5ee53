package org.huiyin.web.console;

import jakarta.servlet.http.HttpServletRequest;

import org.huiyin.web.Viewer;
import org.huiyin.web.security.ChosenCommunity;
import org.huiyin.web.security.SignedIn;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Chooses which of their communities a person looks at; nothing chosen is all of them. */
@Controller
@ConditionalOnWebApplication
@SignedIn
class CommunityPage {
  @GetMapping("/community")
  String choose(@RequestParam(defaultValue = "") String to, @RequestParam(defaultValue = "/") String back,
      @AuthenticationPrincipal Viewer viewer, HttpServletRequest request) {
    ChosenCommunity.set(request, viewer.communities().stream().filter(id -> id.toString().equals(to)).findFirst().orElse(null));
    return ReturnAddress.redirect(back);
  }
}
