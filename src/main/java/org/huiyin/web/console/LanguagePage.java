package org.huiyin.web.console;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.web.security.Open;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;

@Controller
@ConditionalOnWebApplication
@Open
class LanguagePage {
  private final LocaleResolver locales;

  LanguagePage(LocaleResolver locales) {
    this.locales = locales;
  }

  @GetMapping("/language")
  String choose(@RequestParam String to, @RequestParam(defaultValue = "/") String back, HttpServletRequest request,
      HttpServletResponse response) {
    locales.setLocale(request, response, to.equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE);
    return ReturnAddress.redirect(back);
  }
}
