package org.huiyin.call;

import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.support.RecordingRooms;
import org.huiyin.support.SettableChannels;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SpooledCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@SpringBootTest(classes = RecordingRooms.class, webEnvironment = WebEnvironment.NONE)
@RecordApplicationEvents
abstract class CallLedgerContract {
  private static final Instant START = RecordingRooms.START;
  private static final byte[] TWO_SECONDS = new byte[44 + 32_000];

  @Autowired
  CallLedger ledger;
  @Autowired
  CallTable table;
  @Autowired
  SpoolSweep sweep;
  @Autowired
  Whereabouts whereabouts;
  @Autowired
  Spool spool;
  @Autowired
  Directory directory;
  @Autowired
  HuiyinHome home;
  @Autowired
  SettableClock clock;
  @Autowired
  SettableChannels asterisk;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  DataSource database;
  @Autowired
  ApplicationEvents events;

  private final CallId id = CallId.random();
  private SpooledCalls files = new SpooledCalls(java.nio.file.Path.of("."));
  private Set<CommunityId> everywhere = Set.of();

  @BeforeEach
  void nobody_has_called() throws java.io.IOException {
    files = new SpooledCalls(home.spool());
    jdbc.sql("delete from call_call").update();
    for (var call : spool.calls()) {
      for (var file : spool.filesOf(call).all()) {
        Files.delete(file);
      }
    }
    clock.set(START);
    asterisk.unreachable();
    everywhere = Set.of(directory.dialledBy("12345").id());
  }

  @Test
  void beginning_twice_is_one_row_and_one_event() {
    var call = ledger.begin(start(id, START));
    var again = ledger.begin(new CallStart(id, "other", "777", PhoneNumber.UNKNOWN, START.plusSeconds(9)));
    assertThat(again).isEqualTo(call);
    assertThat(call.end()).isEqualTo(Call.End.RUNNING);
    assertThat(call.caller()).isEqualTo(number());
    assertThat(call.community()).isEqualTo(directory.dialledBy("12345").id());
    assertThat(ledger.find(id)).contains(call);
    assertThat(ledger.bySipCallId("sip-" + id)).contains(call);
    assertThat(ledger.bySipCallId("")).isEmpty();
    assertThat(events.stream(CallStarted.class)).containsExactly(new CallStarted(id, call.community(), START));
  }

  /** As the pool does with every connection after half an hour: no rule of the database may live in the one that made it. */
  @Test
  void a_call_begins_when_all_connections_of_the_start_have_been_replaced() throws java.sql.SQLException {
    var pool = database.unwrap(HikariDataSource.class);
    try (var keepsItOpen = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword())) {
      assertThat(keepsItOpen.isValid(1)).isTrue();
      pool.getHikariPoolMXBean().softEvictConnections();
      assertThat(ledger.begin(start(id, START)).end()).isEqualTo(Call.End.RUNNING);
    }
  }

  @Test
  void beginning_at_the_same_time_is_one_row_and_one_event() throws Exception {
    List<Callable<Call>> eight = new ArrayList<>();
    for (var i = 0; i < 8; i++) {
      eight.add(() -> ledger.begin(start(id, START)));
    }
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var begun : threads.invokeAll(eight)) {
        assertThat(begun.get().id()).isEqualTo(id);
      }
    }
    assertThat(jdbc.sql("select count(*) from call_call").query(Long.class).single()).isEqualTo(1);
  }

  @Test
  void progress_is_told_of_running_calls_only_and_not_kept_in_the_outbox() {
    ledger.begin(start(id, START));
    ledger.progress(id, "menu", "", "zh");
    whereabouts.write();
    ledger.progress(id, "passed-quickly", "", "zh");
    ledger.progress(id, "message", "repair", "en");
    whereabouts.write();
    assertThat(ledger.find(id).orElseThrow()).extracting(Call::stage, Call::choice, Call::language).containsExactly("message", "repair",
        "en");
    assertThat(events.stream(CallProgressed.class)).extracting(CallProgressed::stage).containsExactly("menu", "message");
    files.end(id, START.plusSeconds(20));
    ledger.look(id);
    ledger.progress(id, "late", "", "zh");
    ledger.progress(CallId.random(), "unknown", "", "zh");
    whereabouts.write();
    assertThat(ledger.find(id).orElseThrow().stage()).isEqualTo("done");
    assertThat(events.stream(CallProgressed.class)).hasSize(2);
    assertThat(jdbc.sql("select count(*) from event_publication where event_type like '%Progressed'").query(Long.class).single()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.progress(id, "<script>", "", "zh"));
  }

  @Test
  void the_language_of_a_numbers_last_call_is_remembered_as_long_as_its_number_is() {
    var community = directory.dialledBy("12345").id();
    var first = CallId.random();
    var second = CallId.random();
    spoken(first, START, "en");
    spoken(second, START.plusSeconds(60), "zh");
    ledger.begin(start(id, START.plusSeconds(120)));
    assertThat(ledger.languageBefore(second, community, number())).contains("en");
    assertThat(ledger.languageBefore(id, community, number())).as("the last one of which it is known").contains("zh");
    assertThat(ledger.languageBefore(id, CommunityId.random(), number())).isEmpty();
    assertThat(ledger.languageBefore(id, community, PhoneNumber.of("13800138001", Presentation.ALLOWED, "CN"))).isEmpty();
    assertThat(ledger.languageBefore(id, community, PhoneNumber.UNKNOWN)).isEmpty();
    var internal = PhoneNumber.of("61", Presentation.ALLOWED, "CN");
    assertThat(internal.e164()).isNull();
    ledger.begin(new CallStart(CallId.random(), "sip-61", "12345", internal, START));
    jdbc.sql("update call_call set language = 'en' where caller_raw = '61'").update();
    assertThat(ledger.languageBefore(id, community, internal)).contains("en");

    files.end(second, START.plusSeconds(90));
    ledger.look(second);
    table.forgetCallers(List.of(second));
    assertThat(ledger.languageBefore(id, community, number())).contains("en");
  }

  private void spoken(CallId call, Instant at, String language) {
    ledger.begin(start(call, at));
    ledger.progress(call, "menu", "", language);
    whereabouts.write();
  }

  @Test
  void a_call_that_the_service_never_saw_is_begun_and_ended_from_its_sidecars() {
    files.start(id, START);
    files.end(id, START.plusSeconds(31));
    sweep.sweep();
    var call = ledger.find(id).orElseThrow();
    assertThat(call.caller()).isEqualTo(number());
    assertThat(call.sipCallId()).isEqualTo("1-77@127.0.0.1");
    assertThat(call.startedAt()).isEqualTo(START);
    assertThat(call.endedAt()).isEqualTo(START.plusSeconds(31));
    assertThat(call.end()).isEqualTo(Call.End.COMPLETED);
    assertThat(call).extracting(Call::stage, Call::choice, Call::language, Call::notice).containsExactly("done", "repair", "zh", "n1");
    assertThat(call.marks()).containsExactly(new Mark("notice", "", Duration.ZERO, Duration.ofSeconds(5)),
        new Mark("key", "2", Duration.ofMillis(5200), Duration.ofMillis(5200)),
        new Mark("message", "", Duration.ofSeconds(9), Duration.ofSeconds(15)));
    assertThat(call.hasMessage()).isTrue();
    assertThat(events.stream(CallStarted.class)).hasSize(1);
    assertThat(events.stream(CallEnded.class))
        .containsExactly(new CallEnded(id, call.community(), START, START.plusSeconds(31), "repair"));
  }

  /** Manager events can be made up by the thousand; each that is watched is looked for twice a second. */
  @Test
  void ends_of_calls_that_there_never_were_are_not_watched() {
    int before = sweep.watching();
    for (int i = 0; i < 500; i++) {
      ledger.look(CallId.random());
    }
    assertThat(sweep.watching()).isEqualTo(before);
    files.start(id, START);
    ledger.look(id);
    assertThat(sweep.watching()).isEqualTo(before + 1);
  }

  @Test
  void an_end_is_published_once_however_often_it_is_looked_at() {
    ledger.begin(start(id, START));
    files.start(id, START);
    files.end(id, START.plusSeconds(31));
    for (var i = 0; i < 3; i++) {
      ledger.look(id);
      sweep.sweep();
      sweep.lookAgain();
    }
    assertThat(events.stream(CallEnded.class)).hasSize(1);
  }

  @Test
  void a_look_before_the_end_is_written_looks_again_by_itself() {
    ledger.begin(start(id, START));
    files.start(id, START);
    ledger.look(id);
    sweep.lookAgain();
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
    files.end(id, START.plusSeconds(31));
    sweep.lookAgain();
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.COMPLETED);
  }

  @Test
  void what_a_killed_service_had_noted_stays_when_the_end_does_not_know_it() {
    ledger.begin(start(id, START));
    ledger.progress(id, "message", "urgent", "en");
    whereabouts.write();
    files.write(files.file(id, ".end"), SpooledCalls.endJson(id, START.plusSeconds(40), "fallback", "", "notice@0-5000", 0, 0));
    ledger.look(id);
    assertThat(ledger.find(id).orElseThrow()).extracting(Call::stage, Call::choice).containsExactly("fallback", "urgent");
  }

  @Test
  void the_message_that_the_fallback_took_is_a_mark() {
    files.start(id, START);
    files.write(files.file(id, ".end"), SpooledCalls.endJson(id, START.plusSeconds(40), "fallback-message", "", "",
        START.plusSeconds(12).getEpochSecond(), START.plusSeconds(38).getEpochSecond()));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().marks())
        .containsExactly(new Mark("message", "", Duration.ofSeconds(12), Duration.ofSeconds(38)));
  }

  @Test
  void however_short_a_message_is_marked_whether_anybody_spoke_is_left_to_the_recording() {
    files.start(id, START);
    files.write(files.file(id, ".end"),
        SpooledCalls.endJson(id, START.plusSeconds(15), "message", "repair", "notice@0-5000;message@14200-", 0, 0));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().hasMessage()).isTrue();
    ledger.nothingSaid(id);
    assertThat(ledger.find(id).orElseThrow().hasMessage()).isFalse();
  }

  @Test
  void a_message_that_the_fallback_took_to_the_end_of_the_call_is_a_mark_however_short() {
    files.start(id, START);
    var end = START.plusSeconds(13);
    files.write(files.file(id, ".end"), SpooledCalls.endJson(id, end, "fallback-message", "", "", end.getEpochSecond(), 0));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().marks()).containsExactly(new Mark("message", "", Duration.ofSeconds(13), null));
  }

  @Test
  void a_live_call_is_never_cut_off_however_quiet() {
    running_call_with_audio();
    asterisk.reachableSince(START.plusSeconds(100));
    asterisk.has(id);
    looks_after(Duration.ofHours(3));
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
  }

  @Test
  void a_call_that_asterisk_does_not_know_any_more_is_cut_off_once_its_files_are_quiet() {
    running_call_with_audio();
    asterisk.reachableSince(START.minusSeconds(100));
    sweep.sweep();
    looks_after(Duration.ofSeconds(9));
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
    looks_after(Duration.ofSeconds(1));
    assertCutOffAfterTwoSeconds();
  }

  @Test
  void a_call_from_before_asterisk_was_started_is_cut_off_at_once() {
    running_call_with_audio();
    asterisk.reachableSince(START.plusSeconds(4));
    sweep.sweep();
    assertCutOffAfterTwoSeconds();
  }

  @Test
  void a_call_that_asterisk_took_with_it_lasted_until_asterisk_died() throws java.io.IOException {
    running_call_with_audio();
    asterisk.reachableSince(START.plusSeconds(6));
    var died = START.plusMillis(3_400);
    var journal = Files.createDirectories(home.home().resolve("log")).resolve("processes.csv");
    Files.writeString(journal, "%d,asterisk,started,7%n%d,asterisk,died,7%n%d,asterisk,started,8%n"
        .formatted(START.minusSeconds(900).toEpochMilli(), died.toEpochMilli(), START.plusSeconds(6).toEpochMilli()));
    try {
      sweep.sweep();
      assertThat(ledger.find(id).orElseThrow().endedAt()).isEqualTo(died);
    } finally {
      Files.delete(journal);
    }
  }

  @Test
  void without_asterisk_to_ask_a_call_is_cut_off_when_its_files_have_not_grown_for_a_minute() {
    running_call_with_audio();
    sweep.sweep();
    looks_after(Duration.ofSeconds(59));
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
    files.write(files.file(id, "-caller.wav"), new byte[44 + 48_000]);
    looks_after(Duration.ofSeconds(30));
    looks_after(Duration.ofSeconds(59));
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
    files.write(files.file(id, "-caller.wav"), TWO_SECONDS);
    looks_after(Duration.ofSeconds(1));
    looks_after(Duration.ofSeconds(60));
    assertCutOffAfterTwoSeconds();
  }

  @Test
  void a_call_whose_files_are_gone_does_not_run_for_ever() {
    ledger.begin(start(id, START));
    sweep.sweep();
    looks_after(Duration.ofSeconds(60));
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.CUT_OFF);
  }

  @Test
  void an_end_that_appears_after_all_corrects_the_row_without_a_second_event() {
    running_call_with_audio();
    asterisk.reachableSince(START.plusSeconds(4));
    sweep.sweep();
    assertCutOffAfterTwoSeconds();
    files.end(id, START.plusSeconds(300));
    sweep.sweep();
    var call = ledger.find(id).orElseThrow();
    assertThat(call.end()).isEqualTo(Call.End.COMPLETED);
    assertThat(call.endedAt()).isEqualTo(START.plusSeconds(300));
    assertThat(events.stream(CallEnded.class)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "[]", "\0\0\0\0", "{\"callId\":1}", "<script>alert(1)</script>", "{}{}"})
  void a_call_with_a_broken_start_gets_a_row_without_its_caller(String broken) {
    files.write(files.file(id, ".start"), broken);
    files.write(files.file(id, "-caller.wav"), TWO_SECONDS);
    sweep.sweep();
    assertThat(ledger.find(id)).as("it may be half written").isEmpty();
    looks_after(Duration.ofSeconds(2));
    assertThat(ledger.find(id).orElseThrow().caller()).isEqualTo(PhoneNumber.UNKNOWN);
    files.end(id, Instant.now().plusSeconds(31).truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.COMPLETED);
  }

  @Test
  void audio_without_any_sidecar_is_still_a_call() {
    files.write(files.file(id, "-staff.wav"), TWO_SECONDS);
    sweep.sweep();
    looks_after(Duration.ofSeconds(2));
    assertThat(ledger.find(id)).isPresent();
  }

  @Test
  void a_broken_end_closes_the_call_by_the_length_of_its_audio() {
    running_call_with_audio();
    files.write(files.file(id, ".end"), "{\"callId\":\"" + CallId.random() + "\"}");
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.RUNNING);
    looks_after(Duration.ofSeconds(2));
    assertCutOffAfterTwoSeconds();
  }

  @Test
  void an_end_before_the_start_ends_with_the_start() {
    files.start(id, START);
    files.end(id, START.minusSeconds(3600));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().endedAt()).isEqualTo(START);
  }

  @Test
  void a_withheld_number_stays_withheld() {
    files.start(id, START, "13800138000", "withheld");
    sweep.sweep();
    var caller = ledger.find(id).orElseThrow().caller();
    assertThat(caller.presentation()).isEqualTo(Presentation.WITHHELD);
    assertThat(caller.e164()).isNull();
    assertThat(caller.masked()).isEmpty();
  }

  @Test
  void nobody_loses_a_call_because_of_another_ones_files() {
    var strange = CallId.random();
    files.write(files.file(strange, ".start"), new byte[100_000]);
    files.write(files.spool().resolve("20261123/not-a-call.wav"), "x");
    files.write(files.spool().resolve("elsewhere/" + CallId.random() + ".start"), "x");
    files.start(id, START);
    files.end(id, START.plusSeconds(5));
    sweep.sweep();
    assertThat(ledger.find(id).orElseThrow().end()).isEqualTo(Call.End.COMPLETED);
    assertThat(spool.calls()).containsExactlyInAnyOrder(id, strange);
  }

  @Test
  void empty_folders_of_days_gone_by_are_removed_and_nothing_else() throws java.io.IOException {
    var old = new SpooledCalls(home.spool(), "20261101").start(id, START);
    for (var day : List.of("20251231", "20261120", "20261121", "20261122", "20261124")) {
      Files.createDirectories(home.spool().resolve(day));
    }
    sweep.sweep();
    assertThat(home.spool().resolve("20251231")).doesNotExist();
    assertThat(home.spool().resolve("20261120")).doesNotExist();
    for (var day : List.of("20261101", "20261121", "20261122", "20261124")) {
      assertThat(home.spool().resolve(day)).isDirectory();
    }
    assertThat(old).exists();
    Files.delete(old);
  }

  @Test
  void links_in_the_spool_are_no_files() throws java.io.IOException {
    var secret = files.write(home.home().resolve("secret.wav"), "secret");
    files.start(id, START);
    Files.createSymbolicLink(files.file(id, "-caller.wav"), secret);
    assertThat(spool.filesOf(id).all()).containsExactly(files.file(id, ".start"));
    Files.delete(files.file(id, "-caller.wav"));
  }

  @Test
  void the_newest_calls_come_first_page_by_page_and_only_the_readers_own() {
    var ids = new ArrayList<CallId>();
    for (var i = 0; i < 7; i++) {
      var call = CallId.random();
      ids.add(call);
      // Five of them in the same second, as at a busy time.
      ledger.begin(start(call, START.plusSeconds(i < 5 ? 0 : i)));
    }
    var seen = new ArrayList<CallId>();
    var page = ledger.newest(everywhere, null, 2);
    while (!page.isEmpty()) {
      page.forEach(call -> seen.add(call.id()));
      page = ledger.newest(everywhere, seen.getLast(), 2);
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(ids).doesNotHaveDuplicates();
    assertThat(seen.subList(0, 2)).containsExactly(ids.get(6), ids.get(5));
    assertThat(ledger.newest(Set.of(), null, 10)).isEmpty();
    assertThat(ledger.newest(Set.of(CommunityId.random()), null, 10)).isEmpty();
    assertThat(ledger.newest(everywhere, CallId.random(), 10)).isEmpty();
    assertThat(ledger.running(everywhere)).hasSize(7);
    assertThat(ledger.running(Set.of(CommunityId.random()))).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> ledger.newest(everywhere, null, 201));
  }

  private void running_call_with_audio() {
    ledger.begin(start(id, START));
    files.start(id, START);
    files.write(files.file(id, "-caller.wav"), TWO_SECONDS);
  }

  private void looks_after(Duration wait) {
    clock.advance(wait);
    sweep.sweep();
  }

  private void assertCutOffAfterTwoSeconds() {
    var call = ledger.find(id).orElseThrow();
    assertThat(call.end()).isEqualTo(Call.End.CUT_OFF);
    assertThat(call.endedAt()).isEqualTo(START.plusSeconds(2));
    assertThat(events.stream(CallEnded.class)).hasSize(1);
  }

  private static CallStart start(CallId id, Instant at) {
    return new CallStart(id, "sip-" + id, "12345", number(), at);
  }

  private static PhoneNumber number() {
    return PhoneNumber.of("13800138000", Presentation.ALLOWED, "CN");
  }
}
