package org.huiyin.web.security;

import java.util.Optional;
import java.util.Set;

import org.huiyin.access.Permission;
import org.huiyin.access.RoleTable;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;

/** A member of staff, as the directory knows them at this request. */
record StaffViewer(StaffMember member, Set<Permission> permissions) implements Viewer {
  StaffViewer(StaffMember member) {
    this(member, RoleTable.of(member.roles()));
  }

  @Override
  public Actor actor() {
    return new Actor.Staff(member.id());
  }

  @Override
  public Optional<StaffMember> staff() {
    return Optional.of(member);
  }

  @Override
  public String displayName() {
    return member.name();
  }

  @Override
  public Set<CommunityId> communities() {
    return member.communities();
  }

  @Override
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
