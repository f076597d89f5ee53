package org.huiyin.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.directory.Role;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoleTableTest {
  private static final String BEGIN = "<!-- roles -->\n";
  private static final String END = "<!-- /roles -->";

  @Test
  void the_readme_shows_the_table_that_the_code_has() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).contains(BEGIN, END);
    String shown = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END)).strip();
    assertThat(shown).describedAs("README.md between its roles markers; it has to be").isEqualTo(table());
  }

  @Test
  void several_roles_may_do_what_any_of_them_may() {
    assertThat(RoleTable.of(Set.of(Role.OPERATOR, Role.AUDITOR))).contains(Permission.CHANGE_TICKETS, Permission.SEE_AUDIT)
        .doesNotContain(Permission.MANAGE_STAFF);
    assertThat(RoleTable.of(Set.<Role>of())).isEmpty();
    assertThat(RoleTable.allows(Set.of(Role.OPERATOR, Role.AUDITOR), Permission.DOWNLOAD)).isTrue();
    assertThat(RoleTable.allows(Set.of(Role.OPERATOR), Permission.DOWNLOAD)).isFalse();
  }

  @Test
  void duties_that_must_not_meet_in_one_role_do_not() {
    assertThat(RoleTable.of(Role.AUDITOR)).doesNotContain(Permission.CHANGE_TICKETS, Permission.SEE_FULL_NUMBERS, Permission.MANAGE_STAFF);
    assertThat(RoleTable.of(Role.ADMINISTRATOR)).doesNotContain(Permission.REPLAY, Permission.DOWNLOAD, Permission.SEE_FULL_NUMBERS,
        Permission.SEE_AUDIT);
    assertThat(EnumSet.allOf(Role.class)).filteredOn(role -> RoleTable.of(role).contains(Permission.MANAGE_STAFF))
        .containsExactly(Role.ADMINISTRATOR);
  }

  private static String table() {
    String head = "| may |" + Arrays.stream(Role.values()).map(role -> " " + words(role.name()) + " |").collect(Collectors.joining());
    String line = "|---|" + "---|".repeat(Role.values().length);
    String rows = Arrays.stream(Permission.values()).map(permission -> "| " + words(permission.name()) + " |"
        + Arrays.stream(Role.values()).map(role -> RoleTable.of(role).contains(permission) ? " yes |" : " |").collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
    return head + "\n" + line + "\n" + rows;
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
