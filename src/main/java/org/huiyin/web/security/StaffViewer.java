package org.huiyin.web.security;

import java.util.Optional;
import java.util.Set;

import org.huiyin.access.Permission;
import org.huiyin.access.RoleTable;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.web.Viewer;
import org.jspecify.annotations.Nullable;

/**
 * A member of staff, as the directory knows them at this request.
 *
 * @param chosen the community that they look at just now; null for all of theirs
 */
record StaffViewer(StaffMember member, Set<Permission> permissions, @Nullable CommunityId chosen) implements Viewer {
  StaffViewer(StaffMember member, @Nullable CommunityId chosen) {
    this(member, RoleTable.of(member.roles()), chosen);
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
  public Set<CommunityId> shown() {
    return chosen != null && sees(chosen) ? Set.of(chosen) : communities();
  }

  @Override
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }
}
