package org.huiyin.web.security;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds the viewer by the bearer token. A wrong token is refused even where none is needed: whoever sends one should learn that it is over. */
class BearerFilter extends OncePerRequestFilter {
  private static final String SCHEME = "Bearer ";

  private final Viewers viewers;
  private final Refusals refusals;

  BearerFilter(Viewers viewers, Refusals refusals) {
    this.viewers = viewers;
    this.refusals = refusals;
  }

  /** Such a request is judged by its token alone, never by a session that came with it. */
  static boolean hasToken(HttpServletRequest request) {
    return token(request) != null;
  }

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
    String token = token(request);
    var found = token == null ? java.util.Optional.<Viewers.Found>empty() : viewers.byToken(token, Addresses.fromThisMachine(request));
    if (found.isEmpty()) {
      refusals.unknownToken(request, response);
      return;
    }
    var context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(new ViewerAuthentication(found.get().viewer()));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  private static @Nullable String token(HttpServletRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    return header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? header.substring(SCHEME.length()).strip() : null;
  }
}
