package org.huiyin.web.security;

import java.util.Optional;
import java.util.Set;

import org.huiyin.access.Permission;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;

/** Whoever sits at the machine and can read its secrets. */
record LocalAdminViewer(Set<CommunityId> communities) implements Viewer {
  @Override
  public Actor actor() {
    return new Actor.LocalAdmin();
  }

  @Override
  public Optional<StaffMember> staff() {
    return Optional.empty();
  }

  @Override
  public String displayName() {
    return "local-admin";
  }

  @Override
  public boolean may(Permission permission) {
    return true;
  }
}
