package org.huiyin.directory;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = DeskRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class DirectoryContract {
  private static final Actor SETUP = new Actor.Component("setup");

  @Autowired
  JdbcDirectory directory;
  @Autowired
  StaffRegister staff;
  @Autowired
  JdbcClient jdbc;

  private Set<CommunityId> sample = Set.of();

  @BeforeEach
  void nobody_works_here_yet() {
    for (var table : List.of("directory_staff_role", "directory_staff_community", "directory_staff")) {
      jdbc.sql("delete from " + table).update();
    }
    directory.refresh();
    sample = Set.of(directory.dialledBy("12345").id());
  }

  @Test
  void a_fresh_home_holds_the_sample_community_with_its_number_and_departments() {
    var community = directory.dialledBy("12345");
    assertThat(community.name()).isEqualTo("示范社区");
    assertThat(community.nameEn()).isEqualTo("Sample Community");
    assertThat(community.zone()).isEqualTo(ZoneId.of("Asia/Shanghai"));
    assertThat(community.numbers()).containsExactly("12345");
    assertThat(directory.departments(community.id())).extracting(Department::nameEn).containsExactly("Property company", "Power company",
        "Water company", "Sanitation", "Neighbourhood committee");
    assertThat(directory.community(community.id())).contains(community);
  }

  @Test
  void a_number_reaches_its_community_and_an_unknown_one_the_default() {
    var other = UUID.randomUUID();
    var number = "9" + Math.abs(other.getMostSignificantBits() % 100_000_000);
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '彼岸社区', 'Far Bank', 'Asia/Urumqi')").param(other)
        .update();
    jdbc.sql("insert into directory_number (number, community) values (?, ?)").params(number, other).update();
    directory.refresh();
    assertThat(directory.dialledBy(number).id()).isEqualTo(new CommunityId(other));
    assertThat(directory.dialledBy("00000").nameEn()).isEqualTo("Sample Community");
    assertThat(directory.dialledBy("").nameEn()).isEqualTo("Sample Community");
    assertThat(directory.communities()).extracting(Community::id).contains(new CommunityId(other));
  }

  @Test
  void staff_are_added_changed_and_disabled_and_every_change_is_audited() {
    var boss = add("boss", Role.ADMINISTRATOR);
    var by = new Actor.Staff(boss.id());
    var mei = staff.add(by, "mei", " 小梅 ", Set.of(Role.OPERATOR), sample);
    assertThat(mei.name()).isEqualTo("小梅");
    assertThat(staff.byLogin("mei")).contains(mei);
    var promoted = staff.change(by, mei.id(), "小梅", Set.of(Role.OPERATOR, Role.SUPERVISOR), sample);
    assertThat(promoted.roles()).containsExactlyInAnyOrder(Role.OPERATOR, Role.SUPERVISOR);
    assertThat(staff.setEnabled(by, mei.id(), false).enabled()).isFalse();
    assertThat(staff.find(mei.id())).hasValueSatisfying(found -> assertThat(found.enabled()).isFalse());
    assertThat(staff.all()).extracting(StaffMember::login).containsExactly("boss", "mei");
    assertThat(acts(mei.id())).containsExactlyInAnyOrder("staff.added", "staff.changed", "staff.disabled");
  }

  @Test
  void what_is_refused_leaves_neither_a_change_nor_an_entry() {
    add("boss", Role.ADMINISTRATOR);
    int entries = entries();
    assertThatIllegalArgumentException().isThrownBy(() -> add("boss", Role.OPERATOR)).withMessageContaining("taken");
    for (var login : List.of("", "B", "boss!", "Boss", "1st", "a".repeat(33))) {
      assertThatIllegalArgumentException().isThrownBy(() -> add(login, Role.OPERATOR));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> staff.add(SETUP, "mei", " ", Set.of(Role.OPERATOR), sample));
    assertThatIllegalArgumentException().isThrownBy(() -> staff.add(SETUP, "mei", "小梅", Set.of(), sample));
    assertThatIllegalArgumentException().isThrownBy(() -> staff.add(SETUP, "mei", "小梅", Set.of(Role.OPERATOR), Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> staff.add(SETUP, "mei", "小梅", Set.of(Role.OPERATOR), Set.of(CommunityId.random())));
    assertThatIllegalArgumentException().isThrownBy(() -> staff.setEnabled(SETUP, StaffId.random(), false));
    assertThat(staff.all()).hasSize(1);
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  void the_last_enabled_administrator_is_neither_disabled_nor_demoted() {
    var boss = add("boss", Role.ADMINISTRATOR);
    var second = add("second", Role.ADMINISTRATOR);
    staff.setEnabled(SETUP, second.id(), false);
    assertThatIllegalStateException().isThrownBy(() -> staff.setEnabled(SETUP, boss.id(), false));
    assertThatIllegalStateException().isThrownBy(() -> staff.change(SETUP, boss.id(), "Boss", Set.of(Role.OPERATOR), sample));
    assertThat(staff.find(boss.id())).contains(boss);
    staff.setEnabled(SETUP, second.id(), true);
    assertThat(staff.setEnabled(SETUP, boss.id(), false).enabled()).isFalse();
  }

  @Test
  void two_administrators_who_disable_each_other_at_once_leave_one() throws Exception {
    for (int round = 0; round < 10; round++) {
      var one = add("one" + round, Role.ADMINISTRATOR);
      var two = add("two" + round, Role.ADMINISTRATOR);
      staff.all().stream().filter(other -> other.enabled() && !other.equals(one) && !other.equals(two))
          .forEach(other -> staff.setEnabled(SETUP, other.id(), false));
      var go = new CountDownLatch(1);
      try (var pool = Executors.newFixedThreadPool(2)) {
        var tries = List.of(one, two).stream().map(victim -> pool.submit(() -> {
          go.await();
          try {
            staff.setEnabled(SETUP, victim.id(), false);
            return true;
          } catch (IllegalStateException e) {
            return false;
          }
        })).toList();
        go.countDown();
        assertThat(List.of(tries.get(0).get(), tries.get(1).get())).containsExactlyInAnyOrder(true, false);
      }
      assertThat(staff.all().stream().filter(StaffMember::enabled)).hasSize(1);
    }
  }

  private StaffMember add(String login, Role role) {
    return staff.add(SETUP, login, "老王", Set.of(role), sample);
  }

  private int entries() {
    return jdbc.sql("select count(*) from audit_entry").query(Integer.class).single();
  }

  private List<@Nullable String> acts(StaffId id) {
    return jdbc.sql("select act from audit_entry where subject = ?").param("staff:" + id).query(String.class).list();
  }
}
