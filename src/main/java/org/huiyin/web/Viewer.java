package org.huiyin.web;

import java.util.Optional;
import java.util.Set;

import org.huiyin.access.Permission;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.springframework.security.access.AccessDeniedException;

/**
 * Who looks at a page or calls the REST API: the principal of every authenticated request, be it by session or by token. What it says is as of
 * this request, not as of the log-in, so that a disabled account or a lost role counts at once.
 */
public interface Viewer {
  Actor actor();

  /** Empty for whoever sits at the machine. */
  Optional<StaffMember> staff();

  /** How the person is called on the screen. */
  String displayName();

  /** What lies elsewhere does not exist for this viewer. */
  Set<CommunityId> communities();

  /** What lists and figures are about: all of {@link #communities()}, or the one that the person has chosen to look at. */
  default Set<CommunityId> shown() {
    return communities();
  }

  boolean may(Permission permission);

  /** @throws AccessDeniedException when the viewer may not; answered as 403 */
  default void require(Permission permission) {
    if (!may(permission)) {
      throw new AccessDeniedException("needs the permission " + permission);
    }
  }

  default boolean sees(CommunityId community) {
    return communities().contains(community);
  }
}
