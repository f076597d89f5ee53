package org.huiyin.web.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** How somebody learns that they may not: programs by a problem document (RFC 9457), people by the sign-in page or the error page. */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
  private final JsonMapper json;

  Refusals(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
    if (Addressing.isForPrograms(request)) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      problem(request, response, HttpStatus.UNAUTHORIZED, "Sign in, or send a token in the header \"Authorization: Bearer ...\".");
    } else if (request.getHeader("HX-Request") != null) {
      // A piece of a page: the whole page is fetched again, which leads to the sign-in page and back.
      response.setHeader("HX-Refresh", "true");
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    } else if (String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).startsWith(MediaType.TEXT_EVENT_STREAM_VALUE)) {
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    } else {
      response.sendRedirect(Addressing.SIGN_IN);
    }
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e) throws IOException {
    boolean signedIn = SecurityContextHolder.getContext().getAuthentication() instanceof ViewerAuthentication;
    if (!signedIn && e instanceof CsrfException && !Addressing.isForPrograms(request)) {
      // The session ended while the page stood open.
      response.sendRedirect(Addressing.SIGN_IN + "?over");
    } else if (Addressing.isForPrograms(request)) {
      problem(request, response, HttpStatus.FORBIDDEN,
          e instanceof CsrfException ? "The request carries no valid CSRF token." : "Your roles do not permit this.");
    } else {
      response.sendError(HttpStatus.FORBIDDEN.value());
    }
  }

  void unknownToken(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
    problem(request, response, HttpStatus.UNAUTHORIZED, "The token is unknown, over or revoked.");
  }

  void passwordFirst(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (Addressing.isForPrograms(request)) {
      problem(request, response, HttpStatus.FORBIDDEN, "Choose a password of your own first, at " + Addressing.PASSWORD + ".");
    } else {
      response.sendRedirect(Addressing.PASSWORD);
    }
  }

  private void problem(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail) throws IOException {
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setInstance(java.net.URI.create(request.getRequestURI()));
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    json.writeValue(response.getOutputStream(), problem);
  }
}
