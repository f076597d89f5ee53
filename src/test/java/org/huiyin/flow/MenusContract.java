package org.huiyin.flow;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.huiyin.audit.AuditLog;
import org.huiyin.calendar.Hours;
import org.huiyin.calendar.SpecialDay;
import org.huiyin.calendar.WeekHours;
import org.huiyin.directory.Calendars;
import org.huiyin.directory.Directory;
import org.huiyin.flow.Menus.BrokenDraft;
import org.huiyin.flow.Menus.Difference;
import org.huiyin.flow.Menus.Stale;
import org.huiyin.flow.Menus.Version;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.MenuChoices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SpringBootTest(classes = {DeskRooms.class, MenuRooms.class}, webEnvironment = WebEnvironment.NONE)
abstract class MenusContract {
  private static final Actor ADMIN = new Actor.Staff(StaffId.random());

  @Autowired
  MenuTable table;
  @Autowired
  MenuBook menus;
  @Autowired
  MenusCheck check;
  @Autowired
  ToneTime toneTime;
  @Autowired
  ToneTimeCheck toneTimes;
  @Autowired
  ToneTimeWatch tones;
  @Autowired
  Calendars calendars;
  @Autowired
  MenuChoices choices;
  @Autowired
  Directory directory;
  @Autowired
  AuditLog audit;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  SettableClock clock;
  @Autowired
  Repertoire repertoire;
  @Autowired
  JdbcClient jdbc;

  private CommunityId here = CommunityId.random();

  @BeforeEach
  void a_new_community() {
    here = CommunityId.random();
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '新社区', 'New', 'Asia/Shanghai')").param(here.value())
        .update();
    clock.set(DeskRooms.START);
  }

  @Test
  void a_community_that_published_nothing_is_answered_by_the_built_in_menu_as_version_1() {
    var version = menus.current(here);
    assertThat(version.number()).isEqualTo(1);
    assertThat(version.id()).matches("default-[0-9a-f]{12}");
    assertThat(menus.faults(version.document())).isEmpty();
    assertThat(menus.versions(here)).containsExactly(version);
    assertThat(menus.version(here, 1)).contains(version);
    assertThat(menus.version(here, 2)).isEmpty();
    assertThat(menus.draft(here)).isEmpty();
    assertThat(menus.dialled("not a number").version().number()).isEqualTo(menus.current(directory.dialledBy("12345").id()).number());
  }

  @Test
  void what_is_published_is_in_force_at_once_for_this_community_on_every_node_and_is_audited() {
    assertThat(check.check()).noneMatch(finding -> finding.subject().equals("community:" + here));
    var elsewhere = menus.current(directory.dialledBy("12345").id());
    var draft = menus.saveDraft(ADMIN, here, waiting(4), 0);
    assertThat(menus.current(here).number()).as("a draft is nobody's menu").isEqualTo(1);

    var version = menus.publish(ADMIN, here, draft.revision(), " 等久了 ");
    assertThat(version.number()).isEqualTo(2);
    assertThat(version.note()).isEqualTo("等久了");
    assertThat(version.at()).isEqualTo(DeskRooms.START);
    assertThat(version.by()).isEqualTo(ADMIN.reference());
    assertThat(menus.draft(here)).isEmpty();
    for (MenuBook each : List.of(menus, new MenuBook(table, directory, audit, transaction, clock, repertoire, toneTime))) {
      assertThat(each.current(here)).isEqualTo(version);
      assertThat(each.inForce(here).menu().menus().getFirst().waitSeconds()).isEqualTo(4);
      assertThat(each.current(directory.dialledBy("12345").id())).isEqualTo(elsewhere);
    }
    assertThat(acts()).containsExactlyInAnyOrder("menu.draft-saved", "menu.published");
  }

  @Test
  void a_roll_back_publishes_the_old_version_anew_and_the_history_only_grows() {
    publish(waiting(4));
    publish(waiting(3));
    var before = menus.versions(here);

    var back = menus.rollBack(ADMIN, here, 2, "三秒太短");
    assertThat(back.number()).isEqualTo(4);
    assertThat(back.rolledBackTo()).isEqualTo(2);
    assertThat(back.document()).isEqualTo(waiting(4));
    assertThat(menus.current(here)).isEqualTo(back);
    var first = menus.rollBack(ADMIN, here, 1, "回到最初");
    assertThat(first.document()).isEqualTo(before.getLast().document());
    assertThat(menus.versions(here)).hasSize(5).startsWith(first, back).endsWith(before.toArray(Version[]::new));
    assertThat(acts()).filteredOn("menu.rolled-back"::equals).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> menus.rollBack(ADMIN, here, 9, "x"));
  }

  @Test
  void a_broken_draft_is_kept_and_never_published() {
    var broken = waiting(5).replace("\"1\": \"urgent\"", "\"1\": \"urgnt\"");
    var draft = menus.saveDraft(ADMIN, here, broken, 0);
    assertThat(menus.draft(here).orElseThrow().document()).isEqualTo(broken);

    assertThatExceptionOfType(BrokenDraft.class).isThrownBy(() -> menus.publish(ADMIN, here, draft.revision(), "试"))
        .satisfies(e -> assertThat(e.faults()).extracting(MenuFault::place).contains("/menus/0/keys/1"));
    assertThat(menus.draft(here)).as("nothing that was typed is lost").contains(draft);
    assertThat(menus.current(here).number()).isEqualTo(1);
    assertThat(acts()).containsExactly("menu.draft-saved");
  }

  @Test
  void nobody_who_presses_no_key_is_made_to_wait_longer_than_thirty_seconds_for_the_tone() {
    var slow = menus.saveDraft(ADMIN, here, waiting(7), 0);
    assertThat(menus.faults(slow.document())).as("no fault of the document's own").isEmpty();
    assertThat(menus.faults(here, slow.document())).singleElement().satisfies(fault -> {
      assertThat(fault.place()).isEqualTo("/start");
      assertThat(fault.zh()).matches("不按键的人最久要等 3\\d\\.\\d 秒才听到嘀声，最多 30 秒。.*");
    });
    assertThatExceptionOfType(BrokenDraft.class).isThrownBy(() -> menus.publish(ADMIN, here, slow.revision(), "试"));
    assertThat(menus.faults(here, waiting(5))).isEmpty();
  }

  @Test
  void the_beginning_of_every_number_is_reckoned_and_the_late_one_is_named() {
    var late = waiting(3).replace("\"start\": \"main\"", "\"start\": \"main\", \"numbers\": {\"777\": \"main\", \"778\": \"long\"}")
        .replace("\"attendance\":", """
            "announce": [{"id": "long", "says": ["urgent-numbers", "guides", "guide-legal-help"], "next": "main"}], "attendance":""");
    assertThat(menus.faults(late)).isEmpty();
    assertThat(menus.faults(here, late)).singleElement().satisfies(fault -> assertThat(fault.place()).isEqualTo("/numbers/778"));
    assertThat(menus.faults(here, late.replace("\"778\": \"long\"", "\"778\": \"main\"").replace("\"5\": \"progress\"",
        "\"5\": \"progress\", \"6\": \"long\""))).isEmpty();
  }

  @Test
  void numbers_that_the_community_does_not_have_are_named_and_keep_nobody_from_publishing_or_rolling_back() {
    jdbc.sql("insert into directory_number (number, community) values (?, ?)").params(own(), here.value()).update();
    var document = waiting(4).replace("\"start\": \"main\"",
        "\"start\": \"main\", \"numbers\": {\"" + own() + "\": \"main\", \"777\": \"main\"}");
    assertThat(menus.unknownNumbers(here, document)).containsExactly("777");
    assertThat(menus.unknownNumbers(here, waiting(4))).isEmpty();
    assertThat(menus.unknownNumbers(here, "{\"numbers\": ")).isEmpty();
    publish(document);
    publish(waiting(3));
    assertThat(menus.rollBack(ADMIN, here, 2, "回退").rolledBackTo()).isEqualTo(2);
  }

  private String own() {
    return "9" + (here.value().hashCode() & Integer.MAX_VALUE);
  }

  @Test
  void who_waits_too_long_already_through_no_menus_fault_is_named_and_may_be_made_to_wait_less() {
    assertThat(directory.community(here)).isPresent();
    assertThat(toneTimes.check()).noneMatch(finding -> finding.subject().equals("community:" + here));
    // as an older release would have let through
    jdbc.sql("insert into flow_menu_version (community, version, document, note, published_at, published_by)"
        + " values (?, 2, ?, 'x', current_timestamp, 'staff:x')").params(here.value(), waiting(7)).update();
    menus.refresh();
    assertThat(toneTimes.check()).filteredOn(finding -> finding.subject().equals("community:" + here)).singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("s for the tone, more than 30 s"));
    assertThat(menus.faults(here, waiting(8))).hasSize(1);
    publish(waiting(6));
    publish(waiting(5));
    assertThat(toneTimes.check()).noneMatch(finding -> finding.subject().equals("community:" + here));
  }

  @Test
  void the_way_to_the_tone_is_reckoned_through_hours_nodes_while_somebody_attends_and_while_nobody_does() {
    var longAnnouncement = "\"announce\": [{\"id\": \"long\", \"says\": [\"urgent-numbers\", \"guides\", \"guide-legal-help\"], \"next\": \"main\"}],";
    for (String late : List.of("\"attended\": \"long\", \"closed\": \"none\"", "\"attended\": \"none\", \"closed\": \"long\"")) {
      var document = waiting(5).replace("\"start\": \"main\"", "\"start\": \"opening\"").replace("\"attendance\":",
          "\"hours\": [{\"id\": \"opening\", " + late + "}], " + longAnnouncement + " \"attendance\":");
      assertThat(menus.faults(document)).as("no fault of the document's own").isEmpty();
      var brief = document.replace("\"long\", \"closed\"", "\"main\", \"closed\"").replace("\"closed\": \"long\"", "\"closed\": \"main\"")
          .replace("\"5\": \"progress\"", "\"5\": \"progress\", \"6\": \"long\"");
      assertThat(menus.faults(here, brief)).as("no key leads there by itself: " + late).isEmpty();
    }
  }

  @Test
  void hours_that_make_the_way_to_the_tone_too_long_are_known_at_once_and_reckoned_only_when_something_changed() {
    assertThat(tones.lookAgain(here)).isEmpty();
    publish(waiting(longestWait()));
    assertThat(tones.lookAgain(here)).as("just short enough in the usual hours").isEmpty();
    assertThat(tones.late()).doesNotContainKey(here);

    // nobody is there again before a day whose date takes long to say
    var rarely = new EnumMap<>(WeekHours.everyDay(Hours.NONE));
    rarely.put(DayOfWeek.MONDAY, Hours.parse("11:45-12:00"));
    calendars.setHours(ADMIN, here, new WeekHours(rarely, Hours.NONE, Hours.parse("11:45-12:00"), Set.of(DayOfWeek.MONDAY)));
    var closed = LocalDate.of(2026, 11, 23).datesUntil(LocalDate.of(2026, 12, 27)).toList();
    closed.forEach(date -> calendars.setDay(ADMIN, here, new SpecialDay(date, "装修", Hours.NONE, false)));
    assertThat(tones.lookAgain(here)).hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(ToneTime.LONGEST));
    assertThat(tones.late()).containsKey(here);
    calendars.setHours(ADMIN, here, WeekHours.USUALLY);
    closed.forEach(date -> calendars.clearDay(ADMIN, here, date));
    tones.look();
    assertThat(tones.late()).as("found without being asked").doesNotContainKey(here);
  }

  /** In seconds for a key: the longest that is still let through. */
  private int longestWait() {
    return IntStream.iterate(7, seconds -> seconds >= 3, seconds -> seconds - 1)
        .filter(seconds -> menus.faults(here, waiting(seconds)).isEmpty())
        .findFirst().orElseThrow();
  }

  @Test
  void a_version_that_this_release_cannot_use_is_not_answered_by_and_not_published_again() {
    publish(waiting(4));
    jdbc.sql("update flow_menu_version set document = ? where community = ?")
        .params(waiting(4).replace("\"prompt\": \"menu\"", "\"prompt\": \"melody\""), here.value()).update();
    assertThat(check.check()).filteredOn(finding -> finding.subject().equals("community:" + here)).singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("version 2-"));
    var restarted = new MenuBook(table, directory, audit, transaction, clock, repertoire, toneTime);
    assertThat(restarted.current(here).number()).isEqualTo(1);
    assertThatExceptionOfType(BrokenDraft.class).isThrownBy(() -> restarted.rollBack(ADMIN, here, 2, "试"));
  }

  @Test
  void a_colleagues_change_is_not_overwritten() {
    var mine = menus.saveDraft(ADMIN, here, waiting(4), 0);
    var theirs = menus.saveDraft(ADMIN, here, waiting(3), mine.revision());
    assertThatExceptionOfType(Stale.class).isThrownBy(() -> menus.saveDraft(ADMIN, here, waiting(5), mine.revision()));
    assertThatExceptionOfType(Stale.class).isThrownBy(() -> menus.saveDraft(ADMIN, here, waiting(5), 0));
    assertThatExceptionOfType(Stale.class).isThrownBy(() -> menus.publish(ADMIN, here, mine.revision(), "试"));
    assertThatExceptionOfType(Stale.class).isThrownBy(() -> menus.dropDraft(ADMIN, here, mine.revision()));
    assertThat(menus.draft(here)).contains(theirs);

    menus.rollBack(ADMIN, here, 1, "原样");
    assertThatExceptionOfType(Stale.class).as("begun before the roll-back")
        .isThrownBy(() -> menus.publish(ADMIN, here, theirs.revision(), "试"));
    var anew = menus.saveDraft(ADMIN, here, theirs.document(), theirs.revision());
    assertThat(menus.publish(ADMIN, here, anew.revision(), "看过了").number()).isEqualTo(3);
  }

  @Test
  void of_many_who_publish_at_once_each_gets_a_version_of_its_own_or_is_told() throws Exception {
    var draft = menus.saveDraft(ADMIN, here, waiting(4), 0);
    var once = atOnce(() -> menus.publish(ADMIN, here, draft.revision(), "同时"));
    assertThat(once).extracting(Version::number).containsExactly(2);

    var back = atOnce(() -> menus.rollBack(ADMIN, here, 1, "同时"));
    assertThat(back).isNotEmpty();
    assertThat(menus.versions(here)).extracting(Version::number).hasSize(back.size() + 2).doesNotHaveDuplicates();
    assertThat(menus.current(here).number()).isEqualTo(back.size() + 2);
  }

  private List<Version> atOnce(Callable<Version> deed) throws InterruptedException {
    try (var people = Executors.newFixedThreadPool(4)) {
      var done = new ArrayList<Version>();
      for (var each : people.invokeAll(List.of(deed, deed, deed, deed))) {
        try {
          done.add(each.get());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(Stale.class);
        }
      }
      return done;
    }
  }

  @Test
  void notes_say_why_and_a_community_exists() {
    var draft = menus.saveDraft(ADMIN, here, waiting(4), 0);
    for (String note : List.of("", "  ", "x".repeat(201))) {
      assertThatIllegalArgumentException().isThrownBy(() -> menus.publish(ADMIN, here, draft.revision(), note));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> menus.saveDraft(ADMIN, here, "x".repeat(70_000), draft.revision()));
    assertThatIllegalArgumentException().isThrownBy(() -> menus.saveDraft(ADMIN, CommunityId.random(), waiting(4), 0));
    menus.dropDraft(ADMIN, here, draft.revision());
    assertThat(menus.draft(here)).isEmpty();
  }

  @Test
  void a_ticket_is_sorted_by_an_older_version_when_the_menu_in_force_has_its_choice_no_more() {
    var without = waiting(5).replace(", \"4\": \"complaint\"", "").replaceFirst("(?m)^.*\"id\": \"complaint\".*\\n", "");
    publish(without);
    assertThat(choices.sorting(here, "complaint").map(MenuChoices.Sorting::category)).contains(Category.COMPLAINT);
    assertThat(choices.sorting(here, "repair")).isPresent();
    assertThat(choices.sorting(here, "")).isEmpty();
    assertThat(choices.sorting(here, "never")).isEmpty();
  }

  @Test
  void two_versions_are_compared_place_by_place() {
    var changed = waiting(6).replace("\"5\": \"progress\"", "\"6\": \"progress\"").replaceFirst("(?m)^ *\\{\"id\": \"urgent\".*\\n", "")
        .replace("\"choices\": [",
            "\"choices\": [{\"id\": \"urgent\", \"category\": \"EMERGENCY\", \"priority\": \"NORMAL\", \"says\": []},");
    assertThat(menus.compare(waiting(5), changed)).containsExactly(new Difference("/choices/urgent/priority", "URGENT", "NORMAL"),
        new Difference("/choices/urgent/says", "urgent-numbers", ""), new Difference("/menus/main/keys/5", "progress", null),
        new Difference("/menus/main/keys/6", null, "progress"),
        new Difference("/menus/main/waitSeconds", "5", "6"));
    assertThat(menus.compare(changed, changed)).isEmpty();
  }

  private void publish(String document) {
    menus.publish(ADMIN, here, menus.saveDraft(ADMIN, here, document, 0).revision(), "试");
  }

  private static String waiting(int seconds) {
    return MenuDocument.builtIn().replace("\"waitSeconds\": 5", "\"waitSeconds\": " + seconds);
  }

  private List<@Nullable String> acts() {
    return jdbc.sql("select act from audit_entry where subject = ?").param("community:" + here).query(String.class).list();
  }
}
