package org.huiyin.directory;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class JdbcStaffRegister implements StaffRegister {
  private static final Pattern LOGIN = Pattern.compile("[a-z][a-z0-9._-]{1,31}");
  private static final int LONGEST_NAME = 100;

  private final JdbcClient jdbc;
  private final AuditLog audit;

  JdbcStaffRegister(JdbcClient jdbc, AuditLog audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<StaffMember> find(StaffId id) {
    return read("where id = ?", id.value()).stream().findFirst();
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<StaffMember> byLogin(String login) {
    return read("where login = ?", login).stream().findFirst();
  }

  @Override
  @Transactional(readOnly = true)
  public List<StaffMember> all() {
    return read("order by login");
  }

  @Override
  public StaffMember add(Actor by, String login, String name, Set<Role> roles, Set<CommunityId> communities) {
    if (!LOGIN.matcher(login).matches()) {
      throw new IllegalArgumentException("a login has 2 to 32 of a-z 0-9 . _ - and begins with a letter");
    }
    requireGood(name, roles, communities);
    lock();
    if (byLogin(login).isPresent()) {
      throw new IllegalArgumentException("this login is taken");
    }
    var id = StaffId.random();
    jdbc.sql("insert into directory_staff (id, login, name, enabled) values (?, ?, ?, true)").params(id.value(), login, name.strip())
        .update();
    assign(id, roles, communities);
    audit.append(by, "staff.added", "staff:" + id, Map.of("roles", names(roles), "communities", names(communities)));
    return must(id);
  }

  @Override
  public StaffMember change(Actor by, StaffId id, String name, Set<Role> roles, Set<CommunityId> communities) {
    requireGood(name, roles, communities);
    lock();
    var before = must(id);
    jdbc.sql("update directory_staff set name = ? where id = ?").params(name.strip(), id.value()).update();
    jdbc.sql("delete from directory_staff_role where staff = ?").param(id.value()).update();
    jdbc.sql("delete from directory_staff_community where staff = ?").param(id.value()).update();
    assign(id, roles, communities);
    requireAnAdministrator(before);
    audit.append(by, "staff.changed", "staff:" + id, Map.of("roles", names(roles), "communities", names(communities), "roles-before",
        names(before.roles()), "communities-before", names(before.communities())));
    return must(id);
  }

  @Override
  public StaffMember setEnabled(Actor by, StaffId id, boolean enabled) {
    lock();
    var before = must(id);
    if (before.enabled() == enabled) {
      return before;
    }
    jdbc.sql("update directory_staff set enabled = ? where id = ?").params(enabled, id.value()).update();
    requireAnAdministrator(before);
    audit.append(by, enabled ? "staff.enabled" : "staff.disabled", "staff:" + id, Map.of());
    return must(id);
  }

  private void requireGood(String name, Set<Role> roles, Set<CommunityId> communities) {
    if (name.isBlank() || name.strip().length() > LONGEST_NAME) {
      throw new IllegalArgumentException("a name has 1 to " + LONGEST_NAME + " characters");
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("a member of staff has at least one role");
    }
    if (communities.isEmpty()) {
      throw new IllegalArgumentException("a member of staff belongs to at least one community");
    }
    int existing = jdbc.sql("select count(*) from directory_community where id in (:ids)")
        .param("ids", communities.stream().map(CommunityId::value).toList()).query(Integer.class).single();
    if (existing != communities.size()) {
      throw new IllegalArgumentException("no such community");
    }
  }

  /** One change of the staff at a time: the last administrator is counted under this lock. */
  private void lock() {
    jdbc.sql("select id from directory_installation where id = 1 for update").query(Integer.class).single();
  }

  /** Only a change that takes an administrator away can be the wrong one; the first member of staff may be of any role. */
  private void requireAnAdministrator(StaffMember before) {
    if (!before.enabled() || !before.roles().contains(Role.ADMINISTRATOR)) {
      return;
    }
    int left = jdbc.sql("""
        select count(*) from directory_staff s join directory_staff_role r on r.staff = s.id
        where s.enabled and r.role = 'ADMINISTRATOR'""").query(Integer.class).single();
    if (left == 0) {
      throw new IllegalStateException("this would leave no enabled administrator; make somebody else administrator first");
    }
  }

  private void assign(StaffId id, Set<Role> roles, Set<CommunityId> communities) {
    for (var role : roles) {
      jdbc.sql("insert into directory_staff_role (staff, role) values (?, ?)").params(id.value(), role.name()).update();
    }
    for (var community : communities) {
      jdbc.sql("insert into directory_staff_community (staff, community) values (?, ?)").params(id.value(), community.value()).update();
    }
  }

  private StaffMember must(StaffId id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no member of staff has the id " + id));
  }

  private List<StaffMember> read(String which, Object... parameters) {
    return jdbc.sql("select id, login, name, enabled from directory_staff " + which).params(parameters).query((row, _) -> {
      var id = row.getObject("id", UUID.class);
      return new StaffMember(new StaffId(id), row.getString("login"), row.getString("name"), rolesOf(id), communitiesOf(id),
          row.getBoolean("enabled"));
    }).list();
  }

  private Set<Role> rolesOf(UUID staff) {
    var roles = EnumSet.noneOf(Role.class);
    jdbc.sql("select role from directory_staff_role where staff = ?").param(staff).query(String.class).list()
        .forEach(role -> roles.add(Role.valueOf(role)));
    return Set.copyOf(roles);
  }

  private Set<CommunityId> communitiesOf(UUID staff) {
    var ids = new HashSet<CommunityId>();
    jdbc.sql("select community from directory_staff_community where staff = ?").param(staff).query(UUID.class).list()
        .forEach(id -> ids.add(new CommunityId(id)));
    return Set.copyOf(ids);
  }

  private static String names(Collection<?> values) {
    return values.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
  }
}
