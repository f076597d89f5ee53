package org.huiyin.web.security;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the viewer as of now in the place of what the session remembers, or ends the session. */
class SessionViewerFilter extends OncePerRequestFilter {
  private final Viewers viewers;
  private final Refusals refusals;

  SessionViewerFilter(Viewers viewers, Refusals refusals) {
    this.viewers = viewers;
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Addressing.isAsset(request);
  }

  /** The error page and the end of a live stream are for the same viewer. */
  @Override
  protected boolean shouldNotFilterErrorDispatch() {
    return false;
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    var remembered = SecurityContextHolder.getContext().getAuthentication();
    if (remembered != null && remembered.getPrincipal() instanceof SignedInStaff session) {
      var found = viewers.bySession(session, ChosenCommunity.of(request));
      var context = SecurityContextHolder.createEmptyContext();
      SecurityContextHolder.setContext(context);
      if (found.isEmpty()) {
        var over = request.getSession(false);
        if (over != null) {
          over.invalidate();
        }
      } else {
        context.setAuthentication(new ViewerAuthentication(found.get().viewer()));
        if (found.get().mustChoosePassword() && !Addressing.allowedWithOneTimePassword(request)) {
          refusals.passwordFirst(request, response);
          return;
        }
      }
    }
    chain.doFilter(request, response);
  }
}
