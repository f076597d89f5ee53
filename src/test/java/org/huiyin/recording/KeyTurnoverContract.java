package org.huiyin.recording;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.audit.AuditLog;
import org.huiyin.call.Spool;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.recording.RecordingTable.Sealed;
import org.huiyin.support.Patience;
import org.huiyin.support.RecordingRooms;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SpooledCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@SpringBootTest(classes = RecordingRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class KeyTurnoverContract {
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration LENGTH = Duration.ofSeconds(1);
  private static final int MANY_STEPS = 40;

  @Autowired
  KeyTurnover turnover;
  @Autowired
  WrappingKeys lives;
  @Autowired
  Keys keys;
  @Autowired
  KeyBook book;
  @Autowired
  KeyLives promises;
  @Autowired
  KeyCheck check;
  @Autowired
  KeySettings settings;
  @Autowired
  AudioSealer sealer;
  @Autowired
  AudioStore store;
  @Autowired
  RecordingTable table;
  @Autowired
  Recordings recordings;
  @Autowired
  Spool spool;
  @Autowired
  HuiyinHome home;
  @Autowired
  AuditLog audit;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  PlatformTransactionManager transactions;

  /** Each test begins with a ring of one key that was made this minute. */
  @BeforeEach
  void a_fresh_ring() throws IOException {
    jdbc.sql("delete from recording_recording").update();
    jdbc.sql("delete from recording_wrapping_key").update();
    jdbc.sql("update recording_turnover set lease_owner = null, lease_until = null").update();
    for (var object : store.ids()) {
      store.delete(object);
    }
    Files.deleteIfExists(KeyRing.file(home.keys()));
    clock.set(RecordingRooms.START);
    restarted();
  }

  @Test
  void each_month_another_key_wraps_and_the_old_one_is_destroyed_a_month_after_the_last_left_it() throws Exception {
    var first = keys.ring().primary();
    var early = stored();
    var bytes = Files.readAllBytes(object(early));
    assertThat(turnover.run()).isEqualTo(new KeyTurnover.Report(true, false, 0, 0));

    clock.advance(MONTH);
    assertThat(turnover.run()).isEqualTo(new KeyTurnover.Report(true, true, 1, 0));
    var second = keys.ring().primary();
    assertThat(second).isNotEqualTo(first);
    assertThat(lives.needed()).containsExactly(second);
    assertThat(Files.readAllBytes(object(early))).as("no audio is encrypted anew").isEqualTo(bytes);
    assertHeard(early);
    var late = stored();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(KeyRing.file(home.keys())))).isEqualTo("rw-------");

    clock.advance(MONTH.minusMillis(1));
    assertThat(turnover.run()).isEqualTo(new KeyTurnover.Report(true, false, 0, 0));
    clock.advance(Duration.ofMillis(1));
    assertThat(turnover.run()).isEqualTo(new KeyTurnover.Report(true, true, 2, 1));
    assertThat(KeyRing.load(home.keys()).ids()).doesNotContain(first).contains(second).hasSize(2);
    assertThat(life(first).destroyed()).isEqualTo(clock.instant());
    assertHeard(early);
    assertHeard(late);
    assertThat(acts("wrapping-key:" + KeyRing.name(first))).contains("wrapping-key.destroyed");
    assertThat(acts("wrapping-key:" + KeyRing.name(second))).contains("wrapping-key.turned-over");
    assertThat(check.check()).isEmpty();
  }

  @Test
  void a_clock_that_was_years_ahead_keeps_no_wrapping_key_for_years() throws Exception {
    var first = keys.ring().primary();
    var recording = stored();
    clock.advance(Duration.ofDays(1500));
    turnover.run();
    var ahead = keys.ring().primary();
    clock.set(RecordingRooms.START.plus(Duration.ofHours(1)));
    assertThat(turnover.run().turnedOver()).as("its key is replaced by one of today").isTrue();
    clock.advance(MONTH);
    turnover.run();
    assertThat(KeyRing.load(home.keys()).ids()).doesNotContain(first, ahead);
    assertHeard(recording);
  }

  @Test
  void a_wrapped_key_in_an_old_backup_opens_nothing_once_its_wrapping_key_is_destroyed() throws Exception {
    var id = stored();
    var inTheBackup = table.wrappedKey(id).orElseThrow();
    clock.advance(MONTH);
    turnover.run();
    keys.unwrap(id, inTheBackup);
    clock.advance(MONTH);
    turnover.run();
    assertThatThrownBy(() -> keys.unwrap(id, inTheBackup)).isInstanceOf(java.security.GeneralSecurityException.class);
    assertHeard(id);
  }

  /** As kill -9 at each step; the next process begins with what the file and the table hold, after the lease. */
  @Test
  void whatever_step_it_is_killed_at_the_next_run_ends_the_same() throws Exception {
    var reached = new HashSet<String>();
    int ended = 0;
    for (int count = 1; count < MANY_STEPS && ended < 2; count++) {
      a_fresh_ring();
      var ids = List.of(stored(), stored());
      ended = 0;
      for (int month = 1; month <= 2; month++) {
        clock.advance(MONTH);
        try {
          turnover(keys, Crash.afterSteps(count).andThen(reached::add)).run();
          ended++;
        } catch (Crash killed) {
          reached.add(String.valueOf(killed.getMessage()));
        }
        restarted();
        clock.advance(KeyTurnover.LEASE.plusSeconds(1));
        assertThat(turnover(keys, _ -> {
        }).run().worked()).isTrue();
        restarted();
        for (var id : ids) {
          assertHeard(id);
        }
        assertThat(lives.needed()).as("killed after %d steps", count).containsExactly(keys.ring().primary());
        assertThat(keys.ring().ids()).as("killed after %d steps, month %d", count, month).hasSizeLessThanOrEqualTo(3);
        assertThat(life(keys.ring().primary()).retired()).isNull();
      }
      clock.advance(MONTH.multipliedBy(2));
      turnover.run();
      clock.advance(MONTH.plusDays(1));
      turnover.run();
      assertThat(lives.all().stream().filter(WrappingKeys.Life::alive).map(WrappingKeys.Life::id)).as("killed after %d steps", count)
          .containsExactlyInAnyOrderElementsOf(KeyRing.load(home.keys()).ids());
      assertThat(check.check()).isEmpty();
      keys.reload();
      for (var id : ids) {
        assertHeard(id);
      }
    }
    assertThat(ended).as("at last no step is left to be killed at").isEqualTo(2);
    assertThat(reached).anyMatch(step -> step.contains("key file: renamed")).anyMatch(step -> step.contains("doomed"))
        .anyMatch(step -> step.contains("batch wrapped"));
  }

  @Test
  void of_two_services_one_turns_over_and_one_that_stalled_has_lost_its_right() throws Exception {
    stored();
    clock.advance(MONTH);
    var other = new ArrayList<KeyTurnover.Report>();
    var stalled = turnover(keys, step -> {
      if (step.equals("claimed")) {
        other.add(turnover.run());
        clock.advance(KeyTurnover.LEASE.plusSeconds(1));
        other.add(turnover.run());
      }
    });
    assertThat(stalled.run()).isEqualTo(new KeyTurnover.Report(false, false, 0, 0));
    assertThat(other).containsExactly(new KeyTurnover.Report(false, false, 0, 0), new KeyTurnover.Report(true, true, 1, 0));
    assertThat(KeyRing.load(home.keys()).ids()).hasSize(2);
  }

  @Test
  void a_call_sealed_with_the_old_key_after_the_turning_keeps_that_key_alive() throws Exception {
    var old = keys.ring();
    clock.advance(MONTH);
    turnover.run();
    clock.advance(MONTH.minusSeconds(1));
    var late = stored(new AudioSealer(store, new Keys(old)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(turnover.run().destroyed()).as("its month begins anew").isZero();
    assertThat(lives.needed()).containsExactly(keys.ring().primary());
    assertHeard(late);
    clock.advance(MONTH);
    assertThat(turnover.run().destroyed()).isPositive();
    assertThatIllegalStateException().as("nothing is wrapped by a destroyed key any more")
        .isThrownBy(() -> stored(new AudioSealer(store, new Keys(old)))).withMessageContaining("sealed anew");
    assertHeard(late);
  }

  @Test
  void destruction_refuses_while_a_row_that_cannot_be_wrapped_anew_needs_the_key() throws Exception {
    var first = keys.ring().primary();
    var id = stored();
    var good = table.wrappedKey(id).orElseThrow();
    var damaged = good.clone();
    damaged[damaged.length - 1] ^= 1;
    damaged[damaged.length / 2] ^= 1;
    jdbc.sql("update recording_recording set wrapped_key = ? where id = ?").params(damaged, id.value()).update();
    for (int month = 0; month < 4; month++) {
      clock.advance(MONTH);
      turnover.run();
    }
    assertThat(life(first).alive()).isTrue();
    assertThat(KeyRing.load(home.keys()).ids()).contains(first);
    jdbc.sql("update recording_recording set wrapped_key = ? where id = ?").params(good, id.value()).update();
    assertHeard(id);
    clock.advance(MONTH);
    turnover.run();
    clock.advance(MONTH);
    turnover.run();
    assertThat(life(first).alive()).isFalse();
    assertHeard(id);
  }

  @Test
  void what_is_destroyed_while_it_is_wrapped_anew_stays_destroyed() throws Exception {
    var id = stored();
    var first = keys.ring().primary();
    recordings.destroyKeys(List.of(new PurgeOrder(id, "standard-1y")));
    assertThat(lives.rewrapped(id, first, first, new byte[]{1})).isFalse();
    assertThat(table.wrappedKey(id)).isEmpty();
  }

  @Test
  void calls_are_sealed_and_heard_while_the_keys_turn_over() throws Exception {
    var ids = new ConcurrentLinkedQueue<RecordingId>();
    ids.add(stored());
    var goOn = new AtomicBoolean(true);
    try (var threads = Executors.newFixedThreadPool(2)) {
      var sealing = threads.submit(() -> {
        while (goOn.get()) {
          ids.add(stored());
        }
        return true;
      });
      var hearing = threads.submit(() -> {
        long heard = 0;
        while (goOn.get()) {
          for (var id : ids) {
            assertHeard(id);
            heard++;
          }
        }
        return heard;
      });
      for (int month = 0; month < 6; month++) {
        int before = ids.size();
        Patience.until("another recording", Duration.ofSeconds(60), () -> ids.size() > before || sealing.isDone());
        clock.advance(MONTH);
        assertThat(turnover.run().turnedOver()).isTrue();
      }
      goOn.set(false);
      assertThat(sealing.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(hearing.get(60, TimeUnit.SECONDS)).isPositive();
    }
    turnover.run();
    assertThat(ids).hasSizeGreaterThan(6);
    for (var id : ids) {
      assertHeard(id);
    }
    assertThat(lives.needed()).containsExactly(keys.ring().primary());
  }

  @Test
  void a_certificate_can_say_from_when_on_no_backup_opens_it_and_the_keys_are_held_to_it() throws Exception {
    var start = clock.instant();
    var id = stored();
    var first = keys.ring().primary();
    clock.advance(Duration.ofDays(3));
    recordings.destroyKeys(List.of(new PurgeOrder(id, "standard-1y")));
    var promise = promise(id);
    assertThat(promise.wrappingKey()).isEqualTo(KeyRing.name(first));
    assertThat(promise.from()).isEqualTo(start.plus(MONTH).plus(MONTH).plus(Duration.ofDays(1)));
    clock.set(promise.from().plus(Duration.ofDays(3)));
    assertThat(check.check()).extracting(Finding::subject).containsExactly("wrapping-key:" + KeyRing.name(first));
    turnover.run();
    assertThat(promise(id).from()).as("later, since nobody worked").isEqualTo(clock.instant().plus(MONTH).plus(Duration.ofDays(1)));
    assertThat(check.check()).isEmpty();
    clock.advance(MONTH);
    turnover.run();
    assertThat(promise(id).from()).isEqualTo(clock.instant()).isEqualTo(life(first).destroyed());
    assertThat(check.check()).isEmpty();
    new TransactionTemplate(transactions)
        .executeWithoutResult(_ -> assertThat(promises.promise(List.of(RecordingId.random()))).as("what never had a key").isEmpty());
  }

  @Test
  void an_old_ring_that_was_put_back_is_named() throws Exception {
    var old = Files.readString(KeyRing.file(home.keys()));
    var first = keys.ring().primary();
    for (int month = 0; month < 2; month++) {
      clock.advance(MONTH);
      turnover.run();
    }
    stored();
    var now = Files.readString(KeyRing.file(home.keys()));
    Files.writeString(KeyRing.file(home.keys()), old);
    assertThat(check.check()).extracting(Finding::what).anyMatch(what -> what.contains("somebody put it back"))
        .anyMatch(what -> what.contains("the key ring lacks it"));
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(this::restarted).withMessageContaining("newest backup").withNoCause();
    assertThat(life(first).alive()).isFalse();
    Files.writeString(KeyRing.file(home.keys()), now);
    restarted();
  }

  @Test
  void a_ring_that_lacks_one_key_that_is_needed_does_not_start() throws Exception {
    var old = keys.ring();
    stored();
    clock.advance(MONTH);
    var before = Files.readString(KeyRing.file(home.keys()));
    turnover.run();
    stored(new AudioSealer(store, new Keys(old)));
    var needed = keys.ring().primary();
    Files.writeString(KeyRing.file(home.keys()), before);
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(this::restarted)
        .withMessageContaining("lacks the wrapping key " + KeyRing.name(needed)).withMessageContaining("1 recordings")
        .withMessageContaining("newer backup");
  }

  @Test
  void a_truncated_an_empty_and_an_open_file_are_each_told_with_the_remedy() throws Exception {
    stored();
    var file = KeyRing.file(home.keys());
    var whole = Files.readString(file).strip();
    for (int length : List.of(0, 1, whole.length() / 2, whole.length() - 1)) {
      Files.writeString(file, whole.substring(0, length));
      assertThatExceptionOfType(KeyRing.Unusable.class).as("%d bytes", length).isThrownBy(this::restarted)
          .withMessageContaining("damaged: put back its backup");
    }
    Files.writeString(file, whole);
    for (var mode : List.of("rw-r-----", "rw----r--", "rwx------")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThatExceptionOfType(KeyRing.Unusable.class).as(mode).isThrownBy(this::restarted).withMessageContaining("chmod 600");
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    restarted();
  }

  @Test
  void a_ring_with_the_right_names_and_other_keys_is_found() throws Exception {
    stored();
    var file = KeyRing.file(home.keys());
    var whole = Files.readString(file);
    var value = whole.replaceAll("(?s).*\"value\": ?\"([^\"]+)\".*", "$1");
    var other = value.substring(0, value.length() - 8)
        + new StringBuilder(value.substring(value.length() - 8, value.length() - 4)).reverse()
        + value.substring(value.length() - 4);
    Files.writeString(file, whole.replace(value, other));
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(this::restarted).withMessageContaining("put back the right file");
  }

  /** At three in the morning somebody calls, whatever became of one recording. */
  @Test
  void one_damaged_key_of_a_recording_stops_no_start() throws Exception {
    stored();
    var damaged = stored();
    var older = stored();
    jdbc.sql("update recording_recording set wrapped_key = ? where id = ?").params(new byte[60], damaged.value()).update();
    jdbc.sql("update recording_recording set wrapped_key = ?, wrapping_key = null where id = ?").params(new byte[3], older.value())
        .update();
    restarted();
    assertThat(lives.unnoted(null, 10)).extracting(WrappingKeys.Wrapped::recording).containsExactly(older);
  }

  private void restarted() {
    new Keys(home, table, store, lives, book);
    keys.reload();
  }

  private KeyTurnover turnover(Keys with, Consumer<String> steps) {
    return new KeyTurnover(lives, with, book, home, audit, settings, transactions, clock, steps);
  }

  private KeyLives.Unopenable promise(RecordingId id) {
    var promise = new TransactionTemplate(transactions).execute(_ -> promises.promise(List.of(id)));
    return java.util.Objects.requireNonNull(java.util.Objects.requireNonNull(promise).get(id));
  }

  private WrappingKeys.Life life(int id) {
    return lives.all().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
  }

  private List<String> acts(String subject) {
    return jdbc.sql("select act from audit_entry where subject = ?").param(subject).query((row, _) -> row.getString(1)).list();
  }

  private RecordingId stored() throws Exception {
    return stored(sealer);
  }

  private RecordingId stored(AudioSealer with) throws Exception {
    var id = RecordingId.random();
    var call = CallId.random();
    var files = new SpooledCalls(home.spool());
    files.write(files.file(call, "-caller.wav"), Wav.turns(440, LENGTH, true).bytes());
    files.write(files.file(call, "-staff.wav"), Wav.turns(1250, LENGTH, false).bytes());
    Instant now = clock.instant();
    try {
      table.insert(id, call, CommunityId.random(), now, now);
      Sealed sealed = with.write(id, Capture.of(spool.filesOf(call)), LENGTH);
      new TransactionTemplate(transactions).executeWithoutResult(_ -> assertThat(table.stored(id, sealed, now)).isTrue());
      return id;
    } finally {
      for (var file : spool.filesOf(call).all()) {
        Files.delete(file);
      }
    }
  }

  private java.nio.file.Path object(RecordingId id) {
    return home.store().resolve(id.toString().substring(0, 2)).resolve(id.toString());
  }

  private void assertHeard(RecordingId id) throws IOException {
    var facts = recordings.find(id).orElseThrow();
    try (var channel = recordings.open(id, new PlaybackGrant(id, new Actor.LocalAdmin(), Instant.MAX)).channel()) {
      assertThat(DigestUtils.sha256Hex(Channels.newInputStream(channel).readAllBytes())).isEqualTo(facts.audioHash());
    }
  }
}
