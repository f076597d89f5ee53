package org.huiyin.web.security;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.web.Viewer;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/**
 * The administration of staff, as far as the viewer's communities reach: one sees the people of one's own communities, changes those who have no
 * other, and gives away only communities that one has.
 */
@Component
class StaffDesk {
  private final StaffRegister register;
  private final Accounts accounts;

  StaffDesk(StaffRegister register, Accounts accounts) {
    this.register = register;
    this.accounts = accounts;
  }

  List<StaffMember> visible(Viewer viewer) {
    return register.all().stream().filter(member -> sees(viewer, member)).toList();
  }

  Optional<StaffMember> find(Viewer viewer, StaffId id) {
    return register.find(id).filter(member -> sees(viewer, member));
  }

  boolean mayChange(Viewer viewer, StaffMember member) {
    return viewer.communities().containsAll(member.communities());
  }

  boolean isTaken(String login) {
    return register.byLogin(login).isPresent();
  }

  Accounts.Handed add(Viewer viewer, String login, String name, Set<Role> roles, Set<CommunityId> communities) {
    requireOwn(viewer, communities);
    return accounts.add(viewer.actor(), login, name, roles, communities);
  }

  StaffMember change(Viewer viewer, StaffMember member, String name, Set<Role> roles, Set<CommunityId> communities) {
    requireChangeable(viewer, member);
    requireOwn(viewer, communities);
    return accounts.change(viewer.actor(), member.id(), name, roles, communities);
  }

  StaffMember setEnabled(Viewer viewer, StaffMember member, boolean enabled) {
    requireChangeable(viewer, member);
    requireAnother(viewer, member);
    return accounts.setEnabled(viewer.actor(), member.id(), enabled);
  }

  Accounts.Handed resetPassword(Viewer viewer, StaffMember member) {
    requireChangeable(viewer, member);
    requireAnother(viewer, member);
    return accounts.resetPassword(viewer.actor(), member.id());
  }

  private static boolean sees(Viewer viewer, StaffMember member) {
    return member.communities().stream().anyMatch(viewer::sees);
  }

  private void requireChangeable(Viewer viewer, StaffMember member) {
    if (!mayChange(viewer, member)) {
      throw new AccessDeniedException("this person also works where the viewer does not");
    }
  }

  private static void requireOwn(Viewer viewer, Set<CommunityId> communities) {
    if (!viewer.communities().containsAll(communities)) {
      throw new AccessDeniedException("only one's own communities can be given away");
    }
  }

  private static void requireAnother(Viewer viewer, StaffMember member) {
    if (viewer.staff().filter(self -> self.id().equals(member.id())).isPresent()) {
      throw new IllegalStateException("nobody disables themselves or resets their own password; it is chosen on the account page");
    }
  }
}
