package org.huiyin.access;

import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.approval.Voter;
import org.huiyin.approval.Voters;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.directory.StaffRegister;
import org.springframework.stereotype.Component;

/** Whoever's role lets them decide. */
@Component
class VotersByRole implements Voters {
  private final StaffRegister staff;
  private final Directory directory;

  VotersByRole(StaffRegister staff, Directory directory) {
    this.staff = staff;
    this.directory = directory;
  }

  @Override
  public List<Voter> all() {
    var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    return staff.all().stream().filter(StaffMember::enabled).filter(member -> RoleTable.allows(member.roles(), Permission.DECIDE))
        .map(member -> new Voter(member.id(), member.communities(), member.communities().containsAll(everywhere),
            member.roles().contains(Role.DISTRICT)))
        .toList();
  }
}
