package org.huiyin.ticket;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.call.MessageSilent;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.foundation.SqlTime;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.Patience;
import org.huiyin.support.SettableClock;
import org.huiyin.support.TestHotline;
import org.huiyin.ticket.Tickets.Correction;
import org.huiyin.ticket.Tickets.Opening;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a ticket when its call ends: with the real ledger, its real sidecars and the real outbox. */
@SpringBootTest(classes = {DeskRooms.class, SettlementContract.Menu.class}, webEnvironment = WebEnvironment.NONE)
abstract class SettlementContract {
  private static final Actor MEI = new Actor.LocalAdmin();

  /** Stands where the voice menu will be. */
  static class Menu {
    private static final Map<String, MenuChoices.Sorting> TABLE = Map.of("urgent",
        new MenuChoices.Sorting(Category.EMERGENCY, Priority.URGENT), "repair",
        new MenuChoices.Sorting(Category.DAILY_LIFE, Priority.NORMAL), "complaint",
        new MenuChoices.Sorting(Category.COMPLAINT, Priority.NORMAL));

    @Bean
    MenuChoices choices() {
      return (_, choice) -> Optional.ofNullable(TABLE.get(choice));
    }
  }

  @Autowired
  Tickets tickets;
  @Autowired
  CallLedger ledger;
  @Autowired
  Settlement settlement;
  @Autowired
  SettlementSweep sweep;
  @Autowired
  Directory directory;
  @Autowired
  HuiyinHome home;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  SettableClock clock;

  private CommunityId sample = CommunityId.random();

  @BeforeEach
  void a_day_without_calls() {
    // A listener of the test before may still be writing: then once more.
    TestHotline.await(Duration.ofSeconds(20), "an empty desk", () -> {
      try {
        for (var table : List.of("event_publication", "ticket_event", "ticket_ticket", "call_call")) {
          jdbc.sql("delete from " + table).update();
        }
        return true;
      } catch (DataIntegrityViolationException stillWriting) {
        return null;
      }
    });
    clock.set(DeskRooms.START);
    sample = directory.dialledBy("12345").id();
  }

  @Test
  void a_call_that_left_a_message_keeps_its_accepted_ticket() throws Exception {
    var call = answered();
    var number = open(call, "repair");
    hangsUp(call, "repair", "notice@0-5000;key2@7000-7000;message@12000-15000");
    waitUntil(() -> settled(call));
    assertThat(tickets.find(number).orElseThrow().state()).isEqualTo(TicketState.ACCEPTED);
  }

  @Test
  void who_was_given_an_answer_and_hung_up_wants_no_call_back() {
    for (var stage : List.of("progress", "information")) {
      var call = answered();
      endsUnheard(call, "COMPLETED", "");
      jdbc.sql("update call_call set stage = ? where id = ?").params(stage, call.value()).update();
      settlement.settle(call);
      settlement.settle(call);
      var ticket = tickets.ofCall(call).orElseThrow();
      assertThat(ticket.state()).isEqualTo(TicketState.ARCHIVED);
      assertThat(ticket.choice()).isEqualTo(stage);
      assertThat(ticket.archivedAt()).isNotNull();
      assertThat(tickets.tell(call, sample, ticket.caller(), 3)).as("and it is no matter of theirs").isEmpty();
    }
    var chose = answered();
    endsUnheard(chose, "COMPLETED", "repair");
    jdbc.sql("update call_call set stage = 'progress' where id = ?").param(chose.value()).update();
    settlement.settle(chose);
    assertThat(tickets.ofCall(chose).orElseThrow().state()).isEqualTo(TicketState.MISSED);
  }

  @Test
  void a_message_that_turns_out_to_be_silence_leaves_a_missed_ticket() throws Exception {
    var call = answered();
    var number = open(call, "repair");
    hangsUp(call, "repair", "notice@0-5000;key2@7000-7000;message@12000-15000");
    waitUntil(() -> settled(call));
    ledger.nothingSaid(call);
    waitUntil(() -> tickets.find(number).orElseThrow().state() == TicketState.MISSED);
    ledger.nothingSaid(call);
    settlement.settle(call);
    assertThat(tickets.find(number).orElseThrow().timeline().stream().filter(event -> event.kind().equals("state"))).hasSize(1);
  }

  @Test
  void silence_that_is_known_before_the_call_was_settled_leaves_a_missed_ticket_too() throws Exception {
    var call = answered();
    endsUnheard(call, "COMPLETED", "repair");
    jdbc.sql("update call_call set marks = 'message@1000-9000' where id = ?").param(call.value()).update();
    ledger.nothingSaid(call);
    waitUntil(() -> settled(call));
    assertThat(tickets.ofCall(call).orElseThrow().state()).isEqualTo(TicketState.MISSED);
  }

  @Test
  void silence_in_an_urgent_message_and_in_one_that_staff_has_read_changes_nothing() {
    var urgent = answered();
    var read = answered();
    open(urgent, "urgent");
    var number = open(read, "repair");
    for (var call : List.of(urgent, read)) {
      endsUnheard(call, "COMPLETED", "repair");
      jdbc.sql("update call_call set marks = 'message@1000-9000' where id = ?").param(call.value()).update();
      settlement.settle(call);
    }
    tickets.note(MEI, number, "rang back");
    for (var call : List.of(urgent, read)) {
      settlement.on(new MessageSilent(call, sample));
      assertThat(tickets.ofCall(call).orElseThrow().state()).isEqualTo(TicketState.ACCEPTED);
    }
  }

  @Test
  void a_call_about_which_nothing_was_said_leaves_a_missed_ticket() throws Exception {
    var call = answered();
    var number = open(call, "repair");
    hangsUp(call, "repair", "notice@0-5000;key2@7000-7000");
    waitUntil(() -> settled(call));
    var ticket = tickets.find(number).orElseThrow();
    assertThat(ticket.state()).isEqualTo(TicketState.MISSED);
    assertThat(ticket.timeline().getLast().text()).isEqualTo("ACCEPTED -> MISSED");
  }

  @Test
  void an_urgent_call_in_silence_stays_an_urgent_accepted_ticket() throws Exception {
    var call = answered();
    var number = open(call, "urgent");
    hangsUp(call, "urgent", "notice@0-5000;key1@7000-7000");
    waitUntil(() -> settled(call));
    assertThat(tickets.find(number)).hasValueSatisfying(ticket -> {
      assertThat(ticket.state()).isEqualTo(TicketState.ACCEPTED);
      assertThat(ticket.priority()).isEqualTo(Priority.URGENT);
    });
  }

  @Test
  void a_caller_who_hangs_up_before_choosing_gets_a_missed_ticket_with_the_number_to_call_back() throws Exception {
    var call = answered();
    hangsUp(call, "", "notice@0-2000");
    waitUntil(() -> settled(call));
    assertThat(tickets.ofCall(call)).hasValueSatisfying(ticket -> {
      assertThat(ticket.state()).isEqualTo(TicketState.MISSED);
      assertThat(ticket.category()).isEqualTo(Category.UNSORTED);
      assertThat(ticket.caller().raw()).isEqualTo("13800138000");
    });
  }

  @Test
  void a_call_whose_ticket_could_not_be_opened_gets_it_afterwards_sorted_as_the_menu_says() throws Exception {
    var call = answered();
    hangsUp(call, "complaint", "notice@0-5000;key4@6000-6000;message@9000-20000");
    waitUntil(() -> settled(call));
    assertThat(tickets.ofCall(call)).hasValueSatisfying(ticket -> {
      assertThat(ticket.state()).isEqualTo(TicketState.ACCEPTED);
      assertThat(ticket.category()).isEqualTo(Category.COMPLAINT);
      assertThat(ticket.choice()).isEqualTo("complaint");
    });
  }

  @Test
  void a_call_that_the_fallback_took_gets_its_ticket_with_the_message() throws Exception {
    var call = CallId.random();
    var from = DeskRooms.START.getEpochSecond();
    write(call, ".start", """
        {"callId":"%s","channel":"PJSIP/resident-0001","uniqueId":"h-1.1","sipCallId":"%s@test","caller":"13800138000",\
        "presentation":"allowed","dialled":"12345","start":%d}""".formatted(call, call, from));
    end(call, "", "", from + 8, from + 20);
    ledger.look(call);
    waitUntil(() -> settled(call));
    assertThat(tickets.ofCall(call)).hasValueSatisfying(ticket -> assertThat(ticket.state()).isEqualTo(TicketState.ACCEPTED));
  }

  @Test
  void the_sweep_settles_what_no_event_told_and_leaves_running_calls_alone() {
    var running = answered();
    var ended = new ArrayList<CallId>();
    for (int i = 0; i < 210; i++) {
      // Many of one instant, so that pages end within it.
      ended.add(answeredAt(DeskRooms.START.minusSeconds(i / 205)));
    }
    var cutOff = answeredAt(DeskRooms.START.minusSeconds(30));
    var urgent = answeredAt(DeskRooms.START.minusSeconds(31));
    ended.forEach(call -> endsUnheard(call, "COMPLETED", ""));
    endsUnheard(cutOff, "CUT_OFF", "repair");
    endsUnheard(urgent, "CUT_OFF", "urgent");
    assertThat(sweep.sweep(DeskRooms.START.minus(Duration.ofHours(1)))).isEqualTo(212);
    assertThat(tickets.ofCall(running)).isEmpty();
    assertThat(ended).allSatisfy(call -> assertThat(settled(call)).isTrue());
    assertThat(tickets.ofCall(cutOff).orElseThrow().state()).isEqualTo(TicketState.MISSED);
    assertThat(tickets.ofCall(urgent).orElseThrow().priority()).isEqualTo(Priority.URGENT);
    assertThat(sweep.sweep(DeskRooms.START.minus(Duration.ofHours(1)))).isZero();
    assertThat(tickets.ofCalls(Stream.concat(ended.stream(), Stream.of(cutOff, urgent)).toList())).as("one each").hasSize(212);
  }

  @Test
  void an_end_that_is_told_twice_does_not_undo_what_staff_did_since() {
    var call = answered();
    var number = open(call, "repair");
    endsUnheard(call, "COMPLETED", "repair");
    settlement.settle(call);
    tickets.takeUp(MEI, number);
    settlement.settle(call);
    assertThat(tickets.find(number).orElseThrow().state()).isEqualTo(TicketState.ACCEPTED);
  }

  @Test
  void a_ticket_opened_after_its_call_was_settled_is_the_one_there_is() {
    var call = answered();
    endsUnheard(call, "COMPLETED", "repair");
    settlement.settle(call);
    var settled = tickets.ofCall(call).orElseThrow().number();
    assertThat(open(call, "repair")).isEqualTo(settled);
  }

  /** Any sequence of acts leaves a ticket where a plain model of the table of states says. */
  @RepeatedTest(3)
  void any_sequence_of_acts_follows_the_table_of_states() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var model = new HashMap<CallId, Expected>();
    var calls = new ArrayList<CallId>();
    for (int step = 0; step < 120; step++) {
      if (calls.isEmpty() || random.nextInt(6) == 0) {
        calls.add(answered());
      }
      var call = calls.get(random.nextInt(calls.size()));
      var told = "seed %d, step %d".formatted(seed, step);
      act(random, call, model, told);
      var ticket = tickets.ofCall(call);
      var expected = Optional.ofNullable(model.get(call));
      assertThat(ticket.map(Ticket::state)).as(told).isEqualTo(expected.map(one -> one.state));
      assertThat(ticket.map(found -> found.timeline().size())).as(told).isEqualTo(expected.map(one -> one.events));
    }
  }

  private static final class Expected {
    private TicketState state = TicketState.ACCEPTED;
    private boolean urgent;
    private boolean settled;
    private int events = 1;
  }

  private void act(Random random, CallId call, Map<CallId, Expected> model, String told) {
    var expected = model.get(call);
    switch (random.nextInt(6)) {
      case 0 -> {
        var choice = random.nextBoolean() ? "urgent" : "repair";
        open(call, choice);
        if (expected == null) {
          model.computeIfAbsent(call, _ -> new Expected()).urgent = choice.equals("urgent");
        }
      }
      case 1 -> settles(random, call, model);
      case 2 -> changes(expected, expected != null, told, () -> tickets.note(MEI, number(call), "x"), TicketState.ACCEPTED, false);
      case 3 -> changes(expected, expected != null && expected.state != TicketState.ARCHIVED, told,
          () -> tickets.archive(MEI, number(call), "done"), TicketState.ARCHIVED, true);
      case 4 -> changes(expected, expected != null && expected.state == TicketState.MISSED, told, () -> tickets.takeUp(MEI, number(call)),
          TicketState.ACCEPTED, true);
      default -> {
        if (expected != null) {
          var ticket = tickets.ofCall(call).orElseThrow();
          var priority = random.nextBoolean() ? Priority.URGENT : Priority.NORMAL;
          tickets.correct(MEI, ticket.number(), ticket.version(), new Correction(null, priority, null, null, null, null));
          expected.events += expected.urgent == (priority == Priority.URGENT) ? 0 : 1;
          expected.urgent = priority == Priority.URGENT;
        }
      }
    }
  }

  private void settles(Random random, CallId call, Map<CallId, Expected> model) {
    boolean message = random.nextBoolean();
    boolean ended = jdbc.sql("select count(*) from call_call where id = ? and ending <> 'RUNNING'").param(call.value()).query(Integer.class)
        .single() > 0;
    if (!ended) {
      endsUnheard(call, "COMPLETED", "repair");
      if (message) {
        jdbc.sql("update call_call set marks = 'message@1000-2000' where id = ?").param(call.value()).update();
      }
    }
    boolean said = ledger.find(call).orElseThrow().hasMessage();
    settlement.settle(call);
    var expected = model.computeIfAbsent(call, _ -> new Expected());
    if (!expected.settled && expected.state == TicketState.ACCEPTED && !expected.urgent && !said) {
      expected.state = TicketState.MISSED;
      expected.events++;
    }
    expected.settled = true;
  }

  private static void changes(@org.jspecify.annotations.Nullable Expected expected, boolean legal, String told, Runnable act,
      TicketState next, boolean moves) {
    try {
      act.run();
      assertThat(legal).as("%s: was allowed", told).isTrue();
    } catch (IllegalStateException | IllegalArgumentException e) {
      assertThat(legal).as("%s: was refused: %s", told, e.getMessage()).isFalse();
    }
    if (legal && expected != null) {
      expected.events++;
      expected.state = moves ? next : expected.state;
    }
  }

  private TicketNumber number(CallId call) {
    return tickets.ofCall(call).map(Ticket::number).orElse(TicketNumber.of("20000101-0001"));
  }

  private CallId answered() {
    return answeredAt(DeskRooms.START);
  }

  private CallId answeredAt(Instant at) {
    var call = CallId.random();
    ledger.begin(new CallStart(call, call + "@test", "12345", PhoneNumber.of("13800138000", Presentation.ALLOWED, "CN"), at));
    return call;
  }

  private TicketNumber open(CallId call, String choice) {
    var sorting = java.util.Objects.requireNonNull(Menu.TABLE.get(choice));
    return tickets.open(new Opening(call, sample, PhoneNumber.of("13800138000", Presentation.ALLOWED, "CN"), choice, sorting.category(),
        sorting.priority()));
  }

  /** The call ends in the ledger, but its event is lost. */
  private void endsUnheard(CallId call, String ending, String choice) {
    jdbc.sql("update call_call set ending = ?, ended_at = ?, choice = ? where id = ?")
        .params(ending, SqlTime.of(DeskRooms.START.plusSeconds(30)), choice, call.value()).update();
  }

  private void hangsUp(CallId call, String choice, String marks) throws IOException {
    end(call, choice, marks, 0, 0);
    ledger.look(call);
  }

  private void end(CallId call, String choice, String marks, long fallbackFrom, long fallbackTo) throws IOException {
    write(call, ".end", """
        {"callId":"%s","end":%d,"stage":"menu","choice":"%s","language":"zh","notice":"1","marks":"%s","done":"","agi":"HANGUP",\
        "cause":"16","fallbackFrom":%d,"fallbackTo":%d}""".formatted(call, DeskRooms.START.getEpochSecond() + 30, choice, marks,
        fallbackFrom, fallbackTo));
  }

  private void write(CallId call, String suffix, String json) throws IOException {
    var day = Files.createDirectories(home.spool().resolve("20261123"));
    Files.writeString(day.resolve(call + suffix), json);
  }

  private boolean settled(CallId call) {
    return jdbc.sql("select count(*) from ticket_ticket where call_id = ? and settled_at is not null").param(call.value())
        .query(Integer.class).single() == 1;
  }

  private static void waitUntil(Callable<Boolean> condition) {
    Patience.until("what the listeners do", Duration.ofSeconds(20), condition);
  }
}
