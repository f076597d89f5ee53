package org.huiyin.directory;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;

/** The members of staff. Nobody is ever removed, only disabled, since the audit names them. Every change is audited. */
public interface StaffRegister {
  Optional<StaffMember> find(StaffId id);

  Optional<StaffMember> byLogin(String login);

  List<StaffMember> all();

  /** @throws IllegalArgumentException when the login is taken or malformed */
  StaffMember add(Actor by, String login, String name, Set<Role> roles, Set<CommunityId> communities);

  StaffMember change(Actor by, StaffId id, String name, Set<Role> roles, Set<CommunityId> communities);

  /** @throws IllegalStateException when this would leave no enabled administrator */
  StaffMember setEnabled(Actor by, StaffId id, boolean enabled);
}
