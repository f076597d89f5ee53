package org.huiyin.web.security;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.huiyin.directory.Role;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/** What was typed about a member of staff, good or not: it comes back with what is wrong. */
record StaffForm(String login, String name, Set<Role> roles, Set<CommunityId> communities) {
  private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
  private static final int LONGEST_NAME = 100;

  static StaffForm empty() {
    return new StaffForm("", "", Set.of(), Set.of());
  }

  static StaffForm of(StaffMember member) {
    return new StaffForm(member.login(), member.name(), member.roles(), member.communities());
  }

  /** @throws IllegalArgumentException for a role or a community that no form offers */
  static StaffForm typed(String login, @Nullable String name, @Nullable List<String> roles, @Nullable List<String> communities) {
    Set<Role> chosen = EnumSet.noneOf(Role.class);
    Set<CommunityId> where = new HashSet<>();
    for (String role : roles == null ? List.<String>of() : roles) {
      chosen.add(Role.valueOf(role));
    }
    for (String community : communities == null ? List.<String>of() : communities) {
      where.add(CommunityId.of(community));
    }
    return new StaffForm(login.strip(), name == null ? "" : name.strip(), chosen, where);
  }

  /** What is wrong, by field, as message keys. */
  Map<String, String> objections() {
    Map<String, String> wrong = new LinkedHashMap<>();
    if (!LOGIN.matcher(login).matches()) {
      wrong.put("login", "staff.wrong.login");
    }
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      wrong.put("name", "staff.wrong.name");
    }
    if (roles.isEmpty()) {
      wrong.put("roles", "staff.wrong.roles");
    }
    if (communities.isEmpty()) {
      wrong.put("communities", "staff.wrong.communities");
    }
    return wrong;
  }
}
