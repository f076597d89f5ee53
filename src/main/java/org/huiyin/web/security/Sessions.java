package org.huiyin.web.security;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.huiyin.audit.AuditLog;
import org.huiyin.directory.StaffMember;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.logout.LogoutHandler;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** What happens around the sign-in form: coming back to the page one wanted, failing, signing out. */
@Component
class Sessions implements AuthenticationFailureHandler, LogoutHandler {
  /** The session's note of what was typed as a login, so that it need not be typed again. */
  static final String TYPED_LOGIN = "huiyin.typed-login";
  private static final int LONGEST_LOGIN = 64;

  private final AuditLog audit;
  private final TransactionOperations transaction;
  private final Credentials credentials;
  private final Clock clock;
  private final SecurityContextRepository kept = new HttpSessionSecurityContextRepository();

  Sessions(AuditLog audit, TransactionOperations transaction, Credentials credentials, Clock clock) {
    this.audit = audit;
    this.transaction = transaction;
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Goes on with this session, under another id, after its person has chosen a new password. */
  void renew(StaffMember person, HttpServletRequest request, HttpServletResponse response) {
    request.changeSessionId();
    long generation = credentials.find(person.id()).orElseThrow().generation();
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(UsernamePasswordAuthenticationToken
        .authenticated(new SignedInStaff(person.id().value(), generation, clock.instant()), null, List.of()));
    kept.saveContext(context, request, response);
  }

  /** Whole pages only: no piece of one, no stream, nothing for programs. */
  static boolean worthComingBackTo(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getMethod().equals("GET") && request.getHeader("HX-Request") == null && !Addressing.isForPrograms(request)
        && accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  @Override
  public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    String typed = String.valueOf(request.getParameter("login"));
    request.getSession().setAttribute(TYPED_LOGIN, typed.substring(0, Math.min(typed.length(), LONGEST_LOGIN)));
    response.sendRedirect(Addressing.SIGN_IN + (e instanceof LockedException ? "?wait" : "?wrong"));
  }

  @Override
  public void logout(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication who) {
    if (who instanceof ViewerAuthentication viewer) {
      var actor = viewer.getPrincipal().actor();
      transaction.executeWithoutResult(status -> audit.append(actor, "session.closed", actor.reference(), Map.of()));
    }
  }
}
