package org.huiyin.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.foundation.SqlTime;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SpringBootTest(classes = DeskRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class AuditContract {
  private static final Actor MEI = new Actor.Component("test");
  private static final CommunityId HERE = CommunityId.of("00000000-0000-4000-8000-000000000001");

  @Autowired
  AuditLog log;
  @Autowired
  AuditTrail trail;
  @Autowired
  Sealer sealer;
  @Autowired
  ChainCheck check;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  SettableClock clock;

  @Autowired
  Witness witness;
  @Autowired
  HuiyinHome home;

  @BeforeEach
  void nothing_happened_yet() throws IOException {
    Files.deleteIfExists(home.home().resolve("log/audit-chain.txt"));
    for (var table : List.of("audit_link", "audit_pending", "audit_entry")) {
      sql("delete from " + table);
    }
    jdbc.sql("update audit_head set seq = 0, hash = ?").param(LogRow.BEGINNING).update();
    clock.set(DeskRooms.START);
  }

  @Test
  void nothing_is_appended_outside_of_a_deed() {
    assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(() -> log.append(MEI, "test.done", "thing:1", Map.of()));
    assertThat(entries()).isZero();
  }

  @Test
  void an_entry_stands_or_falls_with_its_deed() {
    transaction.executeWithoutResult(deed -> {
      log.append(MEI, "test.done", "thing:1", Map.of());
      deed.setRollbackOnly();
    });
    assertThat(entries()).isZero();
    append("thing:2");
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void what_does_not_fit_is_refused_before_it_is_written() {
    for (var act : List.of("", "replayed", "Recording.replayed", "recording.", "recording replayed", "a." + "b".repeat(80))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> transaction.executeWithoutResult(_ -> log.append(MEI, act, "thing:1", Map.of())));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transaction.executeWithoutResult(_ -> log.append(MEI, "test.done", "x".repeat(121), Map.of())));
    assertThatIllegalArgumentException().isThrownBy(
        () -> transaction.executeWithoutResult(_ -> log.append(MEI, "test.done", "thing:1", Map.of("long", "x".repeat(4000)))));
    assertThat(entries()).isZero();
  }

  @Test
  void sealed_entries_form_a_chain_that_holds() {
    for (int i = 0; i < Sealer.BATCH + 7; i++) {
      append("thing:" + i);
    }
    assertThat(trail.unsealed()).isEqualTo(Sealer.BATCH + 7);
    assertThat(sealer.seal()).isEqualTo(Sealer.BATCH + 7);
    assertThat(sealer.seal()).isZero();
    assertThat(trail.unsealed()).isZero();
    assertThat(trail.head().seq()).isEqualTo(Sealer.BATCH + 7);
    assertThat(check.check()).isEmpty();
  }

  @Test
  void a_deed_that_commits_late_is_chained_late_and_breaks_nothing() throws Exception {
    var begun = new CountDownLatch(1);
    var may = new CountDownLatch(1);
    try (var pool = Executors.newSingleThreadExecutor()) {
      var slow = pool.submit(() -> transaction.executeWithoutResult(_ -> {
        log.append(MEI, "test.done", "thing:slow", Map.of());
        begun.countDown();
        await(may);
      }));
      begun.await();
      clock.advance(Duration.ofSeconds(1));
      append("thing:quick");
      assertThat(sealer.seal()).isEqualTo(1);
      may.countDown();
      slow.get();
    }
    assertThat(sealer.seal()).isEqualTo(1);
    assertThat(check.check()).isEmpty();
    assertThat(trail.newest(AuditTrail.Query.all(Set.of(HERE), 10))).extracting(AuditTrail.Entry::subject, AuditTrail.Entry::seq)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("thing:quick", 1L), org.assertj.core.groups.Tuple.tuple("thing:slow", 2L));
  }

  @Test
  void many_writers_and_two_sealers_at_once_make_one_chain() throws Exception {
    int writers = 8;
    int each = 40;
    var work = new ArrayList<Callable<Integer>>();
    for (int w = 0; w < writers; w++) {
      int writer = w;
      work.add(() -> {
        for (int i = 0; i < each; i++) {
          append("thing:" + writer + "-" + i);
        }
        return 0;
      });
    }
    Callable<Integer> sealing = () -> {
      int sealed = 0;
      for (int i = 0; i < 60; i++) {
        sealed += sealer.seal();
      }
      return sealed;
    };
    work.add(sealing);
    work.add(sealing);
    int sealed = 0;
    try (var pool = Executors.newFixedThreadPool(work.size())) {
      for (var done : pool.invokeAll(work)) {
        sealed += done.get();
      }
    }
    sealed += sealer.seal();
    assertThat(sealed).isEqualTo(writers * each);
    assertThat(trail.head().seq()).isEqualTo(sealed);
    assertThat(check.check()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = """
      the act is changed                  | update audit_entry set act = 'test.else' where subject = 'thing:3'                      | changed
      the actor is changed                | update audit_entry set actor = 'staff:x' where subject = 'thing:3'                      | changed
      the subject is changed              | update audit_entry set subject = 'thing:9' where subject = 'thing:3'                    | changed
      a detail is changed                 | update audit_entry set details = '{}' where subject = 'thing:3'                         | changed
      the time is changed                 | update audit_entry set at = at + interval '1' second where subject = 'thing:3'          | changed
      the community is taken away         | update audit_entry set community = null where subject = 'thing:3'                       | changed
      an entry is removed                 | delete from audit_entry where subject = 'thing:3'                                       | removed
      an entry is removed with its link   | delete from audit_link where seq = 3; delete from audit_entry where subject = 'thing:3' | removed from the chain
      a link is removed                   | delete from audit_link where seq = 3                                                    | removed from the chain
      the first is removed with its link  | delete from audit_link where seq = 1; delete from audit_entry where subject = 'thing:1' | removed from the chain
      two links change places             | update audit_link set seq = 99 where seq = 2; update audit_link set seq = 2 where seq = 3; update audit_link set seq = 3 where seq = 99 | does not follow
      two entries change places           | update audit_entry set subject = 'thing:x' where subject = 'thing:2'; update audit_entry set subject = 'thing:2' where subject = 'thing:3'; update audit_entry set subject = 'thing:3' where subject = 'thing:x' | changed
      the last are cut off                | delete from audit_link where seq > 3; delete from audit_entry where subject in ('thing:4', 'thing:5') | recorded end
      the end is moved back               | update audit_head set seq = 3                                                           | recorded end
      the end is removed                  | delete from audit_head                                                                  | end is gone
      a hash is changed                   | update audit_link set hash = previous where seq = 3                                     | changed
      """)
  void tampering_shows(String how, String statements, String expected) {
    try {
      for (int i = 1; i <= 5; i++) {
        append("thing:" + i);
        sealer.seal();
      }
      assertThat(check.check()).isEmpty();
      transaction.executeWithoutResult(_ -> List.of(statements.split(";")).forEach(this::sql));
      assertThat(check.check()).as(how).isNotEmpty().extracting(Finding::what).anySatisfy(what -> assertThat(what).contains(expected));
    } finally {
      sql("delete from audit_head");
      sql("insert into audit_head (id, seq, hash) values (1, 0, '" + LogRow.BEGINNING + "')");
    }
  }

  @Test
  void an_entry_that_was_slipped_in_shows_with_or_without_a_link() {
    append("thing:1");
    sealer.seal();
    var stranger = UUID.randomUUID();
    jdbc.sql("insert into audit_entry (id, at, actor, act, subject, details) values (?, ?, 'staff:x', 'test.done', 'thing:0', '{}')")
        .params(stranger, SqlTime.of(clock.instant())).update();
    assertThat(check.check()).extracting(Finding::subject).containsExactly("audit-entry:" + stranger);
    jdbc.sql("insert into audit_link (seq, entry, previous, hash) values (2, ?, ?, ?)")
        .params(stranger, trail.head().hash(), "f".repeat(64))
        .update();
    assertThat(check.check()).extracting(Finding::subject).contains("audit-entry:" + stranger, "audit-head");
  }

  @Test
  void an_entry_that_was_removed_before_it_was_sealed_shows() {
    append("thing:1");
    sql("delete from audit_entry");
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("before it was chained");
  }

  @Test
  void a_chain_that_was_made_anew_or_cut_off_so_that_it_holds_in_itself_disagrees_with_the_note_outside() throws IOException {
    for (int i = 1; i <= 5; i++) {
      append("thing:" + i);
    }
    sealer.seal();
    witness.note();
    append("thing:6");
    sealer.seal();
    assertThat(check.check()).isEmpty();
    jdbc.sql("insert into audit_pending (entry, at) select id, at from audit_entry where subject <> 'thing:2'").update();
    sql("delete from audit_link");
    sql("delete from audit_entry where subject = 'thing:2'");
    jdbc.sql("update audit_head set seq = 0, hash = ?").param(LogRow.BEGINNING).update();
    sealer.seal();
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("noted down outside");
    sql("delete from audit_link where seq > 3");
    sql("delete from audit_entry e where not exists (select 1 from audit_link l where l.entry = e.id)");
    sql("update audit_head set seq = 3, hash = (select hash from audit_link where seq = 3)");
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("no longer in the chain");
  }

  /** A commit is seen by others before it is on the disk; killed in between, the service would have noted what is then gone. */
  @Test
  void an_end_whose_commit_has_not_come_back_is_not_noted() throws IOException {
    append("thing:1");
    sealer.seal();
    long acknowledged = trail.head().seq();
    sql("update audit_head set seq = seq + 1");
    witness.note();
    assertThat(witness.noted()).containsKey(acknowledged).doesNotContainKey(acknowledged + 1);
  }

  @Test
  void one_damage_does_not_make_every_later_entry_look_damaged() {
    for (int i = 1; i <= 30; i++) {
      append("thing:" + i);
    }
    sealer.seal();
    sql("update audit_entry set actor = 'staff:x' where subject = 'thing:7'");
    assertThat(check.check()).hasSize(1);
  }

  @Test
  void a_sealer_that_stands_still_shows_after_a_minute() {
    append("thing:1");
    clock.advance(Duration.ofSeconds(59));
    assertThat(check.check()).isEmpty();
    clock.advance(Duration.ofSeconds(2));
    assertThat(check.check()).extracting(Finding::subject).containsExactly("audit-sealer");
    sealer.seal();
    assertThat(check.check()).isEmpty();
  }

  @Test
  void the_log_is_read_newest_first_page_by_page_without_loss_even_within_one_instant() {
    for (int i = 0; i < 25; i++) {
      append("thing:" + i);
      if (i % 10 == 9) {
        clock.advance(Duration.ofMillis(1));
      }
    }
    var seen = new ArrayList<AuditTrail.Entry>();
    AuditTrail.Place after = null;
    List<AuditTrail.Entry> page;
    do {
      page = trail.newest(new AuditTrail.Query(Set.of(HERE), null, null, null, null, null, after, 4));
      seen.addAll(page);
      after = page.isEmpty() ? after : AuditTrail.Place.of(page.getLast().place().toString());
    } while (!page.isEmpty());
    assertThat(seen).hasSize(25).isSortedAccordingTo((one, other) -> other.at().compareTo(one.at()));
    assertThat(new HashSet<>(seen)).hasSize(25);
  }

  @Test
  void the_log_is_filtered_and_shows_other_communities_nothing() {
    var here = CommunityId.random();
    var there = CommunityId.random();
    transaction.executeWithoutResult(_ -> {
      log.append(MEI, "recording.replayed", "recording:1", Map.of(AuditLog.COMMUNITY, here.toString(), "why", "复核"));
      log.append(MEI, "recording.purged", "recording:2", Map.of(AuditLog.COMMUNITY, there.toString()));
      log.append(new Actor.LocalAdmin(), "staff.added", "staff:1", Map.of());
    });
    assertThat(subjects(AuditTrail.Query.all(Set.of(here), 10))).containsExactlyInAnyOrder("recording:1", "staff:1");
    assertThat(subjects(AuditTrail.Query.all(Set.of(here, there), 10))).hasSize(3);
    assertThat(subjects(AuditTrail.Query.all(Set.of(), 10))).containsExactly("staff:1");
    var both = Set.of(here, there);
    assertThat(subjects(new AuditTrail.Query(both, null, "recording.", null, null, null, null, 10))).hasSize(2);
    assertThat(subjects(new AuditTrail.Query(both, null, "recording.purged", null, null, null, null, 10))).containsExactly("recording:2");
    assertThat(subjects(new AuditTrail.Query(both, "local-admin", null, null, null, null, null, 10))).containsExactly("staff:1");
    assertThat(subjects(new AuditTrail.Query(both, null, null, "recording:1", null, null, null, 10))).containsExactly("recording:1");
    var now = clock.instant();
    assertThat(subjects(new AuditTrail.Query(both, null, null, null, now, now.plusSeconds(1), null, 10))).hasSize(3);
    assertThat(subjects(new AuditTrail.Query(both, null, null, null, null, now, null, 10))).isEmpty();
    assertThat(trail.newest(new AuditTrail.Query(both, null, null, "recording:1", null, null, null, 10)).getFirst().details())
        .containsEntry("why", "复核");
  }

  private List<String> subjects(AuditTrail.Query query) {
    return trail.newest(query).stream().map(AuditTrail.Entry::subject).toList();
  }

  private void append(String subject) {
    transaction.executeWithoutResult(_ -> log.append(MEI, "test.done", subject,
        Map.of(AuditLog.COMMUNITY, HERE.toString(), "weather", "晴")));
  }

  private int entries() {
    return jdbc.sql("select count(*) from audit_entry").query(Integer.class).single();
  }

  private void sql(String statement) {
    jdbc.sql(statement).update();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
