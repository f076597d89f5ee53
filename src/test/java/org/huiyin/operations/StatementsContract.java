package org.huiyin.operations;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.operations.Statements.Statement;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SpooledCalls;
import org.huiyin.support.TestHotline;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = AccountRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class StatementsContract {
  /** In the morning of the 24th in the community's time. */
  private static final Instant NEXT_MORNING = Instant.parse("2026-11-23T22:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
  private static final Duration A_CALL = Duration.ofSeconds(3);

  @Autowired
  StatementBook book;
  @Autowired
  StatementTable table;
  @Autowired
  StatementCheck statementCheck;
  @Autowired
  CompletenessCheck completenessCheck;
  @Autowired
  CallLedger ledger;
  @Autowired
  Recordings recordings;
  @Autowired
  Tickets tickets;
  @Autowired
  AuditTrail audit;
  @Autowired
  HuiyinHome home;
  @Autowired
  SettableClock clock;
  @Autowired
  JdbcClient jdbc;

  @BeforeEach
  void nothing_was_accounted_for() throws IOException {
    for (var each : List.of("operations_statement", "call_call", "recording_recording", "ticket_event", "ticket_ticket", "audit_pending",
        "audit_link", "audit_entry")) {
      clear(each);
    }
    jdbc.sql("update operations_lease set owner = '', held_until = timestamp with time zone '2000-01-01 00:00:00+00:00'").update();
    Files.deleteIfExists(starts());
    Files.deleteIfExists(records());
    clock.set(AccountRooms.START);
  }

  @Test
  void the_account_of_a_day_is_made_once_signed_and_audited() throws IOException {
    call(AccountRooms.START);
    call(AccountRooms.START.plusSeconds(60));
    clock.set(NEXT_MORNING);
    assertThat(book.makeDue()).isEqualTo(1);
    assertThat(book.makeDue()).isZero();
    var statement = book.of(DAY).orElseThrow();
    var body = body(statement);
    assertThat(statement.alarming()).as(statement.body()).isZero();
    assertThat(statement.calls()).isEqualTo(2);
    assertThat(body.get("starts").asInt()).isEqualTo(2);
    assertThat(body.at("/calls/completed").asInt()).isEqualTo(2);
    assertThat(body.at("/recordings/stored").asInt()).isEqualTo(2);
    assertThat(body.get("tickets").asInt() + body.get("missed").asInt()).isEqualTo(2);
    assertThat(body.get("witness").asInt()).isEqualTo(2);
    assertThat(statement.body()).doesNotContain("13800138000", "1380013");
    assertThat(statementCheck.check()).isEmpty();
    assertThat(completenessCheck.check()).isEmpty();
    assertThat(audit.newest(AuditTrail.Query.all(Set.of(), 50))).anySatisfy(entry -> {
      assertThat(entry.act()).isEqualTo("statement.made");
      assertThat(entry.details()).containsEntry("hash", StatementText.hash(statement.body()));
    });
  }

  @Test
  void what_is_missing_is_named_in_the_statement_and_by_the_check() throws IOException {
    var whole = call(AccountRooms.START);
    var unknown = CallId.random();
    Files.writeString(starts(), unknown + "," + AccountRooms.START.getEpochSecond() + ",main-9.9\n", StandardOpenOption.APPEND);
    jdbc.sql("delete from ticket_event").update();
    jdbc.sql("delete from ticket_ticket where call_id = ?").param(whole.value()).update();
    clock.set(NEXT_MORNING);
    book.makeDue();
    assertThat(book.of(DAY).orElseThrow().alarming()).isEqualTo(2);
    assertThat(body(book.of(DAY).orElseThrow()).get("differences").valueStream().map(one -> one.get("reason").asString()))
        .containsExactlyInAnyOrder("call-unknown", "no-ticket");
    assertThat(completenessCheck.check()).extracting(Finding::subject).containsExactlyInAnyOrder("call:" + unknown, "call:" + whole);
  }

  @Test
  void a_caller_whom_a_full_disk_turned_away_is_named_and_alarms_nobody() throws IOException {
    call(AccountRooms.START);
    var away = call(AccountRooms.START.plusSeconds(60), "full");
    clock.set(NEXT_MORNING);
    assertThat(completenessCheck.check()).isEmpty();
    book.makeDue();
    var statement = book.of(DAY).orElseThrow();
    assertThat(statement.alarming()).isZero();
    assertThat(body(statement).get("differences").valueStream()
        .map(one -> one.get("reason").asString() + " " + one.get("subject").asString() + " " + one.get("explained").asBoolean()))
        .containsExactly("turned-away call:" + away + " true");
    assertThat(recordings.ofCall(away).orElseThrow().state()).isEqualTo(RecordingState.EMPTY);
    assertThat(tickets.ofCall(away).orElseThrow().state()).isEqualTo(TicketState.MISSED);
  }

  @Test
  void days_that_were_slept_through_are_made_up_for_and_chained() {
    clock.set(NEXT_MORNING);
    book.makeDue();
    clock.set(NEXT_MORNING.plus(Duration.ofDays(3)));
    assertThat(book.makeDue()).isEqualTo(3);
    assertThat(book.newest(null, 10)).extracting(Statement::day).containsExactly(DAY.plusDays(3), DAY.plusDays(2), DAY.plusDays(1), DAY);
    assertThat(book.newest(DAY.plusDays(2), 1)).extracting(Statement::day).containsExactly(DAY.plusDays(1));
    assertThat(statementCheck.check()).isEmpty();
  }

  @Test
  void before_the_hour_and_while_another_node_has_the_lease_nothing_is_made() {
    clock.set(Instant.parse("2026-11-23T16:59:59Z"));
    assertThat(book.makeDue()).isZero();
    clock.set(NEXT_MORNING);
    assertThat(table.lease("elsewhere", clock.instant(), Duration.ofMinutes(10))).isTrue();
    assertThat(book.makeDue()).isZero();
    clock.set(NEXT_MORNING.plus(Duration.ofMinutes(11)));
    assertThat(book.makeDue()).isEqualTo(1);
  }

  @Test
  void a_statement_that_was_changed_removed_or_cut_off_is_found() {
    clock.set(NEXT_MORNING.plus(Duration.ofDays(2)));
    book.makeDue();
    clock.set(NEXT_MORNING.plus(Duration.ofDays(4)));
    book.makeDue();
    var last = book.newest(null, 1).getFirst();
    jdbc.sql("delete from operations_statement where date_of = ?").param(last.day()).update();
    assertThat(statementCheck.check()).singleElement().satisfies(found -> {
      assertThat(found.subject()).isEqualTo("statement:" + last.day());
      assertThat(found.what()).contains("audit log");
    });
    table.insert(last);
    assertThat(statementCheck.check()).isEmpty();
    var middle = last.day().minusDays(1);
    var removed = book.of(middle).orElseThrow();
    jdbc.sql("delete from operations_statement where date_of = ?").param(middle).update();
    assertThat(statementCheck.check()).extracting(Finding::what).anyMatch(what -> what.contains("the statements before it are missing"));
    table.insert(removed);
    jdbc.sql("update operations_statement set body = replace(body, '\"calls\":{\"all\":0', '\"calls\":{\"all\":1') where date_of = ?")
        .param(middle).update();
    assertThat(statementCheck.check()).extracting(Finding::subject).contains("statement:" + middle);
  }

  /** A call as Asterisk leaves it, all the way through the house. */
  private CallId call(Instant at) throws IOException {
    return call(at, "done");
  }

  private CallId call(Instant at, String stage) throws IOException {
    var id = CallId.random();
    var files = new SpooledCalls(home.spool());
    var recorded = !stage.equals("full");
    files.start(id, at);
    wav(files.file(id, "-caller.wav"), recorded ? A_CALL : Duration.ZERO);
    wav(files.file(id, "-staff.wav"), recorded ? A_CALL : Duration.ZERO);
    if (recorded) {
      files.end(id, at.plus(A_CALL));
    } else {
      files.end(id, at.plus(A_CALL), stage, "", "");
    }
    Files.createDirectories(starts().getParent());
    Files.writeString(starts(), id + "," + at.getEpochSecond() + ",main-" + id + "\n", StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    Files.createDirectories(records().getParent());
    Files.writeString(records(), "\"%s\",\"u\",\"s\",\"a\",\"e\",\"3\",\"ANSWERED\",\"main-%s\",\"%d.25\"%n".formatted(id, id,
        at.getEpochSecond()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    ledger.begin(new CallStart(id, "sip-" + UUID.randomUUID(), "12345",
        PhoneNumber.of("13800138000", PhoneNumber.Presentation.ALLOWED, "CN"), at));
    ledger.look(id);
    TestHotline.await(Duration.ofMinutes(1), "the recording and the ticket of the call",
        () -> recordings.ofCall(id).filter(recording -> recording.state() == (recorded ? RecordingState.STORED : RecordingState.EMPTY))
            .filter(_ -> tickets.ofCall(id).isPresent() && Files.notExists(files.file(id, ".start"))).orElse(null));
    return id;
  }

  private static void wav(Path file, Duration length) throws IOException {
    var samples = new byte[(int) length.toSeconds() * 16_000];
    Files.createDirectories(file.getParent());
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(samples), new AudioFormat(8000, 16, 1, true, false), samples.length / 2),
        AudioFileFormat.Type.WAVE, file.toFile());
  }

  private void clear(String what) {
    jdbc.sql("delete from " + what).update();
  }

  private Path starts() {
    return home.home().resolve("log/asterisk/starts/20261123.csv");
  }

  private Path records() {
    return home.home().resolve("log/asterisk/cdr-custom/calls.csv");
  }

  private static JsonNode body(Statement statement) {
    return JsonMapper.shared().readTree(statement.body());
  }
}
