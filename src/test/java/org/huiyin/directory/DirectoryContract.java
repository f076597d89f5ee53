package org.huiyin.directory;

import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.huiyin.calendar.WeekHours;
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
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = {DeskRooms.class, DirectoryContract.Studio.class}, webEnvironment = WebEnvironment.NONE)
abstract class DirectoryContract {
  private static final Actor SETUP = new Actor.Component("setup");
  private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 1_000_000_000);

  /** The number that prompts are recorded by. */
  @Configuration(proxyBeanMethods = false)
  static class Studio {
    @Bean
    ReservedNumbers studioNumber() {
      return "7575"::equals;
    }
  }

  @Autowired
  JdbcDirectory directory;
  @Autowired
  Communities communities;
  @Autowired
  StaffRegister staff;
  @Autowired
  JdbcClient jdbc;

  @Autowired
  Calendars calendars;

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

  @Test
  void a_number_is_added_and_removed_and_calls_to_it_follow_at_once() {
    var number = unused();
    var before = numbers();
    communities.addNumber(SETUP, here(), number);
    assertThat(directory.dialledBy(number).id()).isEqualTo(here());
    assertThat(numbers()).containsAll(before).contains(number);
    communities.removeNumber(SETUP, here(), number);
    assertThat(numbers()).isEqualTo(before);
    assertThat(actsOf(here(), number)).containsExactlyInAnyOrder("community.number-added", "community.number-removed");
  }

  @Test
  void a_removed_number_reaches_the_default_community() {
    var second = unused();
    var other = communities.add(SETUP, "东岸社区", "East Bank", "Asia/Shanghai", unused());
    communities.addNumber(SETUP, other, second);
    assertThat(directory.dialledBy(second).id()).isEqualTo(other);
    communities.removeNumber(SETUP, other, second);
    assertThat(directory.dialledBy(second).nameEn()).isEqualTo("Sample Community");
  }

  @Test
  void a_number_that_no_call_could_bring_or_that_is_not_free_is_refused_without_a_trace() {
    var taken = unused();
    communities.add(SETUP, "西岸社区", "West Bank", "Asia/Shanghai", taken);
    var before = numbers();
    int entries = entries();
    for (var malformed : List.of("", " ", "*75", "#1", "12 345", "12-345", "1".repeat(33), "１２３", "abc", "12345;", "1\n")) {
      assertRefused(Communities.Why.NUMBER_MALFORMED, () -> communities.addNumber(SETUP, here(), malformed));
    }
    assertRefused(Communities.Why.NUMBER_TAKEN, () -> communities.addNumber(SETUP, here(), taken));
    assertRefused(Communities.Why.NUMBER_TAKEN, () -> communities.addNumber(SETUP, here(), "12345"));
    assertRefused(Communities.Why.NUMBER_RESERVED, () -> communities.addNumber(SETUP, here(), "7575"));
    assertRefused(Communities.Why.NUMBER_UNKNOWN, () -> communities.removeNumber(SETUP, here(), taken));
    assertThatIllegalArgumentException().isThrownBy(() -> communities.addNumber(SETUP, CommunityId.random(), unused()));
    assertThat(numbers()).isEqualTo(before);
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  void numbers_with_a_plus_a_star_and_thirty_two_characters_are_taken_as_the_dialplan_passes_them_on() {
    var community = communities.add(SETUP, "南岸社区", "South Bank", "Asia/Shanghai", "+86" + unused());
    var longest = (unused() + "*#+" + "0".repeat(32)).substring(0, 32);
    communities.addNumber(SETUP, community, longest);
    assertThat(directory.dialledBy(longest).id()).isEqualTo(community);
  }

  @Test
  void the_last_number_of_a_community_is_never_removed_though_two_remove_one_each_at_once() throws Exception {
    for (int round = 0; round < 5; round++) {
      var one = unused();
      var two = unused();
      var community = communities.add(SETUP, "北岸社区", "North Bank", "Asia/Shanghai", one);
      communities.addNumber(SETUP, community, two);
      var go = new CountDownLatch(1);
      try (var pool = Executors.newFixedThreadPool(2)) {
        var tries = List.of(one, two).stream().map(number -> pool.submit(() -> {
          go.await();
          try {
            communities.removeNumber(SETUP, community, number);
            return true;
          } catch (Communities.Refused e) {
            assertThat(e.why()).isEqualTo(Communities.Why.LAST_NUMBER);
            return false;
          }
        })).toList();
        go.countDown();
        assertThat(List.of(tries.get(0).get(), tries.get(1).get())).containsExactlyInAnyOrder(true, false);
      }
      directory.refresh();
      assertThat(directory.community(community).orElseThrow().numbers()).hasSize(1);
    }
  }

  @Test
  void two_communities_that_take_a_number_at_once_do_not_both_get_it() throws Exception {
    var other = communities.add(SETUP, "中岸社区", "Mid Bank", "Asia/Shanghai", unused());
    for (int round = 0; round < 5; round++) {
      var number = unused();
      var go = new CountDownLatch(1);
      try (var pool = Executors.newFixedThreadPool(2)) {
        var tries = List.of(here(), other).stream().map(community -> pool.submit(() -> {
          go.await();
          try {
            communities.addNumber(SETUP, community, number);
            return true;
          } catch (Communities.Refused e) {
            assertThat(e.why()).isEqualTo(Communities.Why.NUMBER_TAKEN);
            return false;
          }
        })).toList();
        go.countDown();
        assertThat(List.of(tries.get(0).get(), tries.get(1).get())).containsExactlyInAnyOrder(true, false);
      }
      communities.removeNumber(SETUP, directory.dialledBy(number).id(), number);
    }
  }

  @Test
  void a_new_community_answers_at_once_and_whoever_added_it_belongs_to_it() {
    var everywhere = Set.copyOf(directory.communities().stream().map(Community::id).toList());
    var boss = staff.add(SETUP, "boss", "老王", Set.of(Role.ADMINISTRATOR), everywhere);
    var number = unused();
    var id = communities.add(new Actor.Staff(boss.id()), " 新岸社区 ", " New Bank ", "Asia/Urumqi", number);
    var community = directory.dialledBy(number);
    assertThat(community.id()).isEqualTo(id);
    assertThat(community).isEqualTo(new Community(id, "新岸社区", "New Bank", ZoneId.of("Asia/Urumqi"), List.of(number)));
    assertThat(calendars.of(id).zone()).isEqualTo(ZoneId.of("Asia/Urumqi"));
    assertThat(calendars.of(id).week()).isEqualTo(WeekHours.USUALLY);
    assertThat(staff.find(boss.id()).orElseThrow().communities()).contains(id).containsAll(everywhere);
    assertThat(staff.find(boss.id()).orElseThrow().roles()).containsExactly(Role.ADMINISTRATOR);
    assertThat(actsOf(id, number)).containsExactly("community.added");
    assertThat(acts(boss.id())).containsExactlyInAnyOrder("staff.added", "staff.changed");
  }

  @Test
  void who_does_not_belong_to_every_community_adds_none() {
    communities.add(SETUP, "远岸社区", "Far Away", "Asia/Shanghai", unused());
    var some = add("some", Role.ADMINISTRATOR);
    int before = directory.communities().size();
    assertRefused(Communities.Why.NOT_EVERYWHERE,
        () -> communities.add(new Actor.Staff(some.id()), "新", "New", "Asia/Shanghai", unused()));
    directory.refresh();
    assertThat(directory.communities()).hasSize(before);
    assertThat(staff.find(some.id())).contains(some);
  }

  @Test
  void a_community_without_names_a_zone_or_a_free_number_is_not_added() {
    int before = directory.communities().size();
    int entries = entries();
    assertRefused(Communities.Why.NAME, () -> communities.add(SETUP, " ", "New", "Asia/Shanghai", unused()));
    assertRefused(Communities.Why.NAME, () -> communities.add(SETUP, "新", "n".repeat(101), "Asia/Shanghai", unused()));
    for (var zone : List.of("", "Beijing", "+08:00", "Asia/Nowhere")) {
      assertRefused(Communities.Why.ZONE, () -> communities.add(SETUP, "新", "New", zone, unused()));
    }
    assertRefused(Communities.Why.NUMBER_TAKEN, () -> communities.add(SETUP, "新", "New", "Asia/Shanghai", "12345"));
    directory.refresh();
    assertThat(directory.communities()).hasSize(before);
    assertThat(entries()).isEqualTo(entries);
  }

  @Test
  void a_community_is_renamed_in_both_languages_and_the_audit_knows_how_it_was_called() {
    var id = communities.add(SETUP, "旧名社区", "Old Name", "Asia/Shanghai", unused());
    communities.rename(SETUP, id, "新名社区 ", "New Name");
    assertThat(directory.community(id)).hasValueSatisfying(community -> {
      assertThat(community.name()).isEqualTo("新名社区");
      assertThat(community.nameEn()).isEqualTo("New Name");
    });
    assertThat(actsOf(id, "旧名社区")).contains("community.renamed");
    assertRefused(Communities.Why.NAME, () -> communities.rename(SETUP, id, "", "New"));
    assertThatIllegalArgumentException().isThrownBy(() -> communities.rename(SETUP, CommunityId.random(), "新", "New"));
  }

  private static void assertRefused(Communities.Why why, ThrowingCallable deed) {
    assertThatExceptionOfType(Communities.Refused.class).isThrownBy(deed).extracting(Communities.Refused::why).isEqualTo(why);
  }

  private CommunityId here() {
    return sample.iterator().next();
  }

  private List<String> numbers() {
    return directory.community(here()).orElseThrow().numbers();
  }

  private static String unused() {
    return "8" + NEXT.incrementAndGet();
  }

  private List<@Nullable String> actsOf(CommunityId id, String detail) {
    return jdbc.sql("select act from audit_entry where subject = ? and details like ?").params("community:" + id, "%" + detail + "%")
        .query(String.class).list();
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
