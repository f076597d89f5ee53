package org.huiyin.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

import org.huiyin.directory.Role;

import static org.huiyin.access.Permission.CHANGE_TICKETS;
import static org.huiyin.access.Permission.DECIDE;
import static org.huiyin.access.Permission.DOWNLOAD;
import static org.huiyin.access.Permission.HANDLE_REQUESTS;
import static org.huiyin.access.Permission.MANAGE_DESK;
import static org.huiyin.access.Permission.MANAGE_RETENTION;
import static org.huiyin.access.Permission.MANAGE_STAFF;
import static org.huiyin.access.Permission.REPLAY;
import static org.huiyin.access.Permission.SEE_AUDIT;
import static org.huiyin.access.Permission.SEE_CALLS;
import static org.huiyin.access.Permission.SEE_DESK;
import static org.huiyin.access.Permission.SEE_FULL_NUMBERS;
import static org.huiyin.access.Permission.SEE_RECORDINGS;
import static org.huiyin.access.Permission.SEE_RETENTION;
import static org.huiyin.access.Permission.SEE_STATEMENTS;
import static org.huiyin.access.Permission.SEE_SYSTEM;
import static org.huiyin.access.Permission.SEE_TICKETS;
import static org.huiyin.access.Permission.VERIFY;

/** Which role may do what: the one table. The README shows the same, and a test keeps the two equal. */
public final class RoleTable {
  private RoleTable() {
  }

  public static Set<Permission> of(Role role) {
    return switch (role) {
      // Talks with residents: needs the number to ring back and the message to know the matter.
      case OPERATOR -> EnumSet.of(SEE_CALLS, SEE_TICKETS, CHANGE_TICKETS, SEE_FULL_NUMBERS, SEE_RECORDINGS, REPLAY, SEE_DESK);
      // Answers for the desk's work.
      case SUPERVISOR -> EnumSet.of(SEE_CALLS, SEE_TICKETS, CHANGE_TICKETS, SEE_FULL_NUMBERS, SEE_RECORDINGS, REPLAY, SEE_RETENTION,
          SEE_SYSTEM, SEE_DESK, DECIDE, MANAGE_RETENTION, HANDLE_REQUESTS);
      // Looks and listens, changes nothing, needs no number.
      case AUDITOR -> EnumSet.of(SEE_CALLS, SEE_TICKETS, SEE_RECORDINGS, REPLAY, DOWNLOAD, SEE_RETENTION, SEE_AUDIT, SEE_SYSTEM,
          SEE_STATEMENTS, VERIFY, SEE_DESK, DECIDE, MANAGE_RETENTION, HANDLE_REQUESTS);
      // Keeps the installation running; what residents said is not their business.
      case ADMINISTRATOR -> EnumSet.of(SEE_CALLS, SEE_TICKETS, SEE_RECORDINGS, SEE_RETENTION, SEE_SYSTEM, SEE_STATEMENTS, VERIFY,
          SEE_DESK, MANAGE_DESK, MANAGE_STAFF, DECIDE, MANAGE_RETENTION);
      // Looks in from outside when a second person is needed.
      case DISTRICT -> EnumSet.of(SEE_RETENTION, DECIDE);
    };
  }

  /** What somebody with all these roles may do. */
  public static Set<Permission> of(Collection<Role> roles) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> all.addAll(of(role)));
    return all;
  }

  public static boolean allows(Collection<Role> roles, Permission permission) {
    return roles.stream().anyMatch(role -> of(role).contains(permission));
  }
}
