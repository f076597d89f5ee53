package org.huiyin.web.security;

import jakarta.servlet.http.HttpServletRequest;

import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/** The one of their communities that a person looks at, kept with the session. What it names is only ever a part of what they may see. */
public final class ChosenCommunity {
  private static final String ATTRIBUTE = ChosenCommunity.class.getName();

  private ChosenCommunity() {
  }

  /** @param community null for all */
  public static void set(HttpServletRequest request, @Nullable CommunityId community) {
    request.getSession().setAttribute(ATTRIBUTE, community == null ? null : community.toString());
  }

  static @Nullable CommunityId of(HttpServletRequest request) {
    var session = request.getSession(false);
    return session != null && session.getAttribute(ATTRIBUTE) instanceof String id ? CommunityId.of(id) : null;
  }
}
