package org.huiyin.ticket;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.foundation.StaffId;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Tickets.Correction;
import org.huiyin.ticket.Tickets.Opening;
import org.huiyin.ticket.Tickets.Query;
import org.huiyin.ticket.Tickets.StaleTicket;
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
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@SpringBootTest(classes = DeskRooms.class, webEnvironment = WebEnvironment.NONE)
abstract class TicketsContract {
  private static final Actor MEI = new Actor.Staff(StaffId.random());
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  @Autowired
  Tickets tickets;
  @Autowired
  CallerErasure erasure;
  @Autowired
  Directory directory;
  @Autowired
  JdbcClient jdbc;
  @Autowired
  TransactionTemplate transaction;
  @Autowired
  SettableClock clock;

  private CommunityId sample = CommunityId.random();

  @BeforeEach
  void a_day_without_calls() {
    for (var table : List.of("ticket_event", "ticket_ticket", "audit_link", "audit_pending", "audit_entry")) {
      jdbc.sql("delete from " + table).update();
    }
    jdbc.sql("update ticket_day set last_number = 0").update();
    clock.set(DeskRooms.START);
    sample = directory.dialledBy("12345").id();
  }

  @Test
  void a_ticket_carries_what_the_call_told() {
    var call = CallId.random();
    var number = tickets.open(new Opening(call, sample, number("13800138000"), "repair", Category.DAILY_LIFE, Priority.NORMAL));
    assertThat(number).hasToString("20261123-0001");
    var ticket = tickets.find(number).orElseThrow();
    assertThat(ticket.call()).isEqualTo(call);
    assertThat(ticket.caller()).isEqualTo(number("13800138000"));
    assertThat(ticket.state()).isEqualTo(TicketState.ACCEPTED);
    assertThat(ticket.category()).isEqualTo(Category.DAILY_LIFE);
    assertThat(ticket.openedAt()).isEqualTo(DeskRooms.START);
    assertThat(ticket.timeline()).singleElement().isEqualTo(new Ticket.Event(DeskRooms.START, "system:hotline", "opened", ""));
    assertThat(tickets.ofCall(call)).contains(ticket);
    assertThat(tickets.ofCalls(List.of(call, CallId.random()))).containsOnlyKeys(call);
    assertThat(tickets.find(TicketNumber.of("20261123-9999"))).isEmpty();
  }

  @Test
  void who_called_is_forgotten_for_ever_and_the_matter_is_not() {
    var call = CallId.random();
    var number = tickets.open(new Opening(call, sample, number("13800138000"), "repair", Category.DAILY_LIFE, Priority.NORMAL));
    var other = tickets.open(new Opening(CallId.random(), sample, number("13800138000"), "repair", Category.DAILY_LIFE, Priority.NORMAL));
    var before = tickets.correct(MEI, number, tickets.find(number).orElseThrow().version(),
        new Correction(null, null, "Wang Fang", "no water", null, null));
    erasure.erase(List.of(CallId.random()));
    erasure.erase(List.of(call));
    var after = tickets.find(number).orElseThrow();
    assertThat(after.caller()).isEqualTo(PhoneNumber.UNKNOWN);
    assertThat(after.callerName()).isEmpty();
    assertThat(after.what()).isEqualTo("no water");
    assertThat(after.version()).as("who has it open reads it again").isGreaterThan(before.version());
    erasure.erase(List.of(call));
    assertThat(tickets.find(number)).as("again changes nothing").contains(after);
    assertThat(tickets.find(other).orElseThrow().caller()).isEqualTo(number("13800138000"));
  }

  @Test
  void a_caller_is_told_day_and_state_of_the_matters_of_their_own_number_the_open_ones_first() {
    var mine = number("13800138000");
    var first = opened(mine, "repair");
    clock.advance(Duration.ofHours(1));
    var second = opened(mine, "complaint");
    clock.advance(Duration.ofHours(1));
    opened(number("13900139000"), "repair");
    opened(PhoneNumber.of("13800138000", Presentation.WITHHELD, "CN"), "repair");
    opened(mine, "progress");
    var otherWay = opened(number("+8613800138000"), "repair");
    tickets.archive(MEI, second, "done");
    var elsewhere = CommunityId.random();
    var call = CallId.random();
    jdbc.sql("delete from audit_pending").update();
    jdbc.sql("delete from audit_entry").update();

    var all = tickets.tell(call, sample, mine, 3);
    assertThat(all).containsExactly(new Tickets.Standing(TicketState.ACCEPTED, DeskRooms.START.plus(Duration.ofHours(2))),
        new Tickets.Standing(TicketState.ACCEPTED, DeskRooms.START),
        new Tickets.Standing(TicketState.ARCHIVED, DeskRooms.START.plus(Duration.ofHours(1))));
    assertThat(tickets.tell(call, sample, number("+8613800138000"), 2)).isEqualTo(all.subList(0, 2));
    assertThat(tickets.tell(call, elsewhere, mine, 3)).isEmpty();
    assertThat(tickets.tell(call, sample, PhoneNumber.of("13800138000", Presentation.WITHHELD, "CN"), 3)).isEmpty();
    assertThat(tickets.tell(call, sample, PhoneNumber.UNKNOWN, 3)).isEmpty();
    assertThat(tickets.tell(call, sample, number("13700137000"), 3)).isEmpty();

    assertThat(acts(first)).containsExactly("ticket.told", "ticket.told");
    assertThat(acts(otherWay)).containsExactly("ticket.told", "ticket.told");
    assertThat(acts(second)).containsExactly("ticket.told");
    assertThat(jdbc.sql("select details from audit_entry").query(String.class).list()).hasSize(5)
        .allSatisfy(details -> assertThat(details).contains(call.toString(), sample.toString()).doesNotContain("138001"));
  }

  private TicketNumber opened(PhoneNumber caller, String choice) {
    return tickets.open(new Opening(CallId.random(), sample, caller, choice, Category.DAILY_LIFE, Priority.NORMAL));
  }

  @Test
  void the_day_is_the_communitys_day() {
    clock.set(Instant.parse("2026-11-23T15:59:59Z"));
    assertThat(open()).hasToString("20261123-0001");
    clock.set(Instant.parse("2026-11-23T16:00:00Z"));
    assertThat(open()).hasToString("20261124-0001");
    clock.set(Instant.parse("2026-11-23T15:59:59Z"));
    assertThat(open()).hasToString("20261123-0002");
  }

  @Test
  void fifty_calls_at_once_get_the_numbers_from_one_to_fifty() throws Exception {
    var numbers = atOnce(IntStream.range(0, 50).<Callable<TicketNumber>>mapToObj(_ -> this::open).toList());
    assertThat(numbers.stream().map(TicketNumber::ofDay).sorted()).containsExactlyElementsOf(IntStream.rangeClosed(1, 50).boxed().toList());
    assertThat(numbers).extracting(TicketNumber::day).containsOnly(TODAY);
    assertThat(tickets.count(everything())).isEqualTo(50);
  }

  @Test
  void the_first_calls_of_a_new_day_may_come_at_once() throws Exception {
    clock.set(Instant.parse("2031-05-05T04:00:00Z").plus(Duration.ofDays((long) (Math.random() * 1000))));
    var numbers = atOnce(IntStream.range(0, 20).<Callable<TicketNumber>>mapToObj(_ -> this::open).toList());
    assertThat(numbers.stream().map(TicketNumber::ofDay).sorted()).containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void a_call_opens_one_ticket_however_often_and_at_once_it_is_told() throws Exception {
    var call = CallId.random();
    Callable<TicketNumber> opening = () -> tickets
        .open(new Opening(call, sample, PhoneNumber.UNKNOWN, "repair", Category.DAILY_LIFE, Priority.NORMAL));
    assertThat(atOnce(java.util.Collections.nCopies(20, opening))).containsOnly(new TicketNumber(TODAY, 1));
    clock.advance(Duration.ofDays(1));
    assertThat(opening.call()).isEqualTo(new TicketNumber(TODAY, 1));
    assertThat(tickets.count(everything())).isEqualTo(1);
    assertThat(open()).hasToString("20261124-0001");
    assertThat(acts(new TicketNumber(TODAY, 1))).containsExactly("ticket.opened");
  }

  @Test
  void an_opening_that_is_taken_back_leaves_no_gap() {
    transaction.executeWithoutResult(deed -> {
      assertThat(open()).hasToString("20261123-0001");
      deed.setRollbackOnly();
    });
    assertThat(open()).hasToString("20261123-0001");
  }

  @Test
  void a_ticket_for_an_unknown_community_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> tickets
        .open(new Opening(CallId.random(), CommunityId.random(), PhoneNumber.UNKNOWN, "", Category.UNSORTED, Priority.NORMAL)));
  }

  @Test
  void staff_correct_a_ticket_and_the_audit_names_the_fields_never_the_words() {
    var number = open();
    var before = tickets.find(number).orElseThrow();
    var after = tickets.correct(MEI, number, before.version(),
        new Correction(Category.COMPLAINT, Priority.URGENT, " 王阿姨 ", "电梯坏了", "3 号楼 2 单元", null));
    assertThat(after.category()).isEqualTo(Category.COMPLAINT);
    assertThat(after.priority()).isEqualTo(Priority.URGENT);
    assertThat(after.callerName()).isEqualTo("王阿姨");
    assertThat(after.measures()).isEmpty();
    assertThat(after.version()).isGreaterThan(before.version());
    assertThat(after.timeline().getLast().text()).isEqualTo("category,priority,callerName,what,place");
    assertThat(tickets.find(number)).contains(after);
    var details = jdbc.sql("select details from audit_entry where act = 'ticket.corrected' and subject = ?").param("ticket:" + number)
        .query(String.class).list().getLast();
    assertThat(details).contains("category,priority,callerName,what,place").doesNotContain("王阿姨").doesNotContain("电梯");
  }

  @Test
  void a_correction_that_changes_nothing_leaves_no_trace() {
    var before = tickets.find(open()).orElseThrow();
    var after = tickets.correct(MEI, before.number(), before.version(), new Correction(before.category(), null, "", null, null, null));
    assertThat(after).isEqualTo(before);
    assertThat(acts(before.number())).doesNotContain("ticket.corrected");
  }

  @Test
  void a_correction_made_from_an_older_version_is_refused_also_at_once() throws Exception {
    var ticket = tickets.find(open()).orElseThrow();
    var outcomes = atOnce(IntStream.range(0, 8).<Callable<String>>mapToObj(i -> () -> {
      try {
        tickets.correct(MEI, ticket.number(), ticket.version(), new Correction(null, null, null, "第" + i, null, null));
        return "done";
      } catch (StaleTicket e) {
        return "stale";
      }
    }).toList());
    assertThat(outcomes).containsOnlyOnce("done").contains("stale");
    assertThatExceptionOfType(StaleTicket.class)
        .isThrownBy(() -> tickets.correct(MEI, ticket.number(), ticket.version(), new Correction(null, null, "李", null, null, null)));
  }

  @Test
  void texts_have_their_limits() {
    var ticket = tickets.find(open()).orElseThrow();
    assertThatIllegalArgumentException().isThrownBy(() -> tickets.note(MEI, ticket.number(), " "));
    assertThatIllegalArgumentException().isThrownBy(() -> tickets.note(MEI, ticket.number(), "字".repeat(8001)));
    assertThatIllegalArgumentException().isThrownBy(
        () -> tickets.correct(MEI, ticket.number(), ticket.version(), new Correction(null, null, "字".repeat(101), null, null, null)));
    assertThat(tickets.note(MEI, ticket.number(), "字".repeat(8000)).timeline()).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> tickets.note(MEI, TicketNumber.of("20261123-9999"), "好"));
  }

  @Test
  void notes_of_several_people_at_once_are_all_kept_in_order() throws Exception {
    var number = open();
    atOnce(IntStream.range(0, 12).<Callable<Ticket>>mapToObj(i -> () -> tickets.note(MEI, number, "note " + i)).toList());
    assertThat(tickets.find(number).orElseThrow().timeline()).filteredOn(event -> event.kind().equals("note"))
        .extracting(Ticket.Event::text)
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 12).mapToObj(i -> "note " + i).toList());
  }

  @Test
  void an_archived_ticket_has_a_result_and_stays_archived() {
    var number = open();
    assertThatIllegalArgumentException().isThrownBy(() -> tickets.archive(MEI, number, " "));
    clock.advance(Duration.ofHours(2));
    var archived = tickets.archive(MEI, number, "已修好");
    assertThat(archived.state()).isEqualTo(TicketState.ARCHIVED);
    assertThat(archived.result()).isEqualTo("已修好");
    assertThat(archived.archivedAt()).isEqualTo(DeskRooms.START.plus(Duration.ofHours(2)));
    assertThatIllegalStateException().isThrownBy(() -> tickets.archive(MEI, number, "再")).withMessageContaining("ARCHIVED");
    assertThatIllegalStateException().isThrownBy(() -> tickets.takeUp(MEI, number)).withMessageContaining("ARCHIVED")
        .withMessageContaining("ACCEPTED");
    assertThat(acts(number)).containsExactlyInAnyOrder("ticket.opened", "ticket.state");
  }

  @Test
  void lists_are_scoped_filtered_and_continue_where_they_ended() {
    var other = new CommunityId(UUID.randomUUID());
    jdbc.sql("insert into directory_community (id, name, name_en, zone) values (?, '他乡', 'Elsewhere', 'Asia/Shanghai')")
        .param(other.value())
        .update();
    var mine = new ArrayList<TicketNumber>();
    for (int i = 0; i < 9; i++) {
      mine.addFirst(open(sample, i % 3 == 0 ? Priority.URGENT : Priority.NORMAL));
    }
    var theirs = open(other, Priority.NORMAL);
    tickets.archive(MEI, mine.getFirst(), "好了");
    assertThat(numbers(new Query(Set.of(sample), null, null, null, 200))).containsExactlyElementsOf(mine);
    assertThat(numbers(new Query(Set.of(other), null, null, null, 200))).containsExactly(theirs);
    assertThat(numbers(new Query(Set.of(), null, null, null, 200))).isEmpty();
    assertThat(tickets.count(new Query(Set.of(), null, null, null, 1))).isZero();
    assertThat(numbers(new Query(Set.of(sample), TicketState.ARCHIVED, null, null, 200))).containsExactly(mine.getFirst());
    assertThat(numbers(new Query(Set.of(sample, other), null, Priority.URGENT, null, 200))).hasSize(3);
    assertThat(tickets.count(new Query(Set.of(sample), TicketState.ACCEPTED, Priority.URGENT, null, 1))).isEqualTo(3);
    var pages = new ArrayList<TicketNumber>();
    TicketNumber before = null;
    List<TicketNumber> page;
    do {
      page = numbers(new Query(Set.of(sample), null, null, before, 4));
      pages.addAll(page);
      before = page.isEmpty() ? before : page.getLast();
    } while (!page.isEmpty());
    assertThat(pages).containsExactlyElementsOf(mine);
    assertThatIllegalArgumentException().isThrownBy(() -> new Query(Set.of(sample), null, null, null, 201));
  }

  @Test
  void the_other_tickets_of_a_caller_are_found_but_unknown_callers_are_nobody() {
    var first = open(number("02161234567"));
    var second = open(number("02161234567"));
    var unknown = open(PhoneNumber.UNKNOWN);
    open(PhoneNumber.UNKNOWN);
    open(PhoneNumber.of("13800138000", Presentation.WITHHELD, "CN"));
    assertThat(tickets.ofTheSameCaller(second, 10)).extracting(Ticket::number).containsExactly(first);
    assertThat(tickets.ofTheSameCaller(unknown, 10)).isEmpty();
  }

  private TicketNumber open() {
    return open(PhoneNumber.UNKNOWN);
  }

  private TicketNumber open(PhoneNumber caller) {
    return tickets.open(new Opening(CallId.random(), sample, caller, "repair", Category.DAILY_LIFE, Priority.NORMAL));
  }

  private TicketNumber open(CommunityId community, Priority priority) {
    return tickets.open(new Opening(CallId.random(), community, PhoneNumber.UNKNOWN, "repair", Category.DAILY_LIFE, priority));
  }

  private Query everything() {
    return new Query(Set.of(sample), null, null, null, 200);
  }

  private List<TicketNumber> numbers(Query query) {
    return tickets.list(query).stream().map(Ticket::number).toList();
  }

  private List<@Nullable String> acts(TicketNumber number) {
    return jdbc.sql("select act from audit_entry where subject = ?").param("ticket:" + number).query(String.class).list();
  }

  private static PhoneNumber number(String digits) {
    return PhoneNumber.of(digits, Presentation.ALLOWED, "CN");
  }

  private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
    var go = new CountDownLatch(1);
    var results = new ArrayList<T>();
    try (var pool = Executors.newFixedThreadPool(work.size())) {
      var running = work.stream().map(piece -> pool.submit(() -> {
        go.await();
        return piece.call();
      })).toList();
      go.countDown();
      for (var result : running) {
        results.add(result.get());
      }
    }
    return results;
  }
}
