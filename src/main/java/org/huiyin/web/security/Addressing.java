package org.huiyin.web.security;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/** Which address means what to the guards. */
final class Addressing {
  /** For people who are not signed in. */
  static final String[] OPEN = {"/sign-in", "/language", "/app/**", "/webjars/**", "/favicon.ico", "/error", "/v3/api-docs",
      "/v3/api-docs/**",
      "/v3/api-docs.yaml", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness"};
  static final String SIGN_IN = "/sign-in";
  static final String SIGN_OUT = "/sign-out";
  static final String PASSWORD = "/account/password";
  private static final Set<String> WITH_ONE_TIME_PASSWORD = Set.of(PASSWORD, SIGN_OUT, SIGN_IN, "/language", "/error");

  private Addressing() {
  }

  static boolean isAsset(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/app/") || path.startsWith("/webjars/") || path.equals("/favicon.ico");
  }

  static boolean allowedWithOneTimePassword(HttpServletRequest request) {
    return WITH_ONE_TIME_PASSWORD.contains(request.getRequestURI());
  }

  /** Whether the answer goes to a program: it gets a problem document, not a page. */
  static boolean isForPrograms(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/api/") || path.startsWith("/actuator/") || path.startsWith("/v3/");
  }
}
