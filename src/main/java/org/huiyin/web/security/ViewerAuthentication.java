package org.huiyin.web.security;

import java.util.Arrays;

import org.huiyin.access.Permission;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** The viewer of one request, as Spring Security sees them: an authority for each permission. Never kept in a session. */
final class ViewerAuthentication extends AbstractAuthenticationToken {
  private static final long serialVersionUID = 1;

  private final transient Viewer viewer;

  ViewerAuthentication(Viewer viewer) {
    super(Arrays.stream(Permission.values()).filter(viewer::may).map(permission -> new SimpleGrantedAuthority(permission.name())).toList());
    this.viewer = viewer;
    setAuthenticated(true);
  }

  @Override
  public Viewer getPrincipal() {
    return viewer;
  }

  @Override
  public String getCredentials() {
    return "";
  }

  /** For Spring's own logs: an id, never a person's name. */
  @Override
  public String getName() {
    return viewer.actor().reference();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ViewerAuthentication that && viewer.equals(that.viewer);
  }

  @Override
  public int hashCode() {
    return viewer.hashCode();
  }
}
