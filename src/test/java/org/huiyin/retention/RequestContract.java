package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.approval.NotDecidable;
import org.huiyin.approval.Voter;
import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.StaffId;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Holds.Placement;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.retention.PersonRequests.Fate;
import org.huiyin.retention.PersonRequests.Item;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Tickets.Opening;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a person may ask: everything about their number, and the erasure of what nothing keeps. */
abstract class RequestContract extends RetentionContract {
  private static final String HERS = "13800138000";

  @Autowired
  PersonRequests requests;
  @Autowired
  RequestBook book;
  @Autowired
  Registrar registrar;
  @Autowired
  Holds holds;
  @Autowired
  LongKeeps longKeeps;
  @Autowired
  CallLedger ledger;

  private final Actor street = new Actor.Staff(StaffId.random());

  @BeforeEach
  void the_district_may_decide_too() {
    electorate.are(voter(li, false), voter(wang, false), new Voter(((Actor.Staff) street).id(), Set.of(), false, true));
  }

  @Test
  void everything_about_a_number_is_found_with_what_keeps_it() {
    var past = call(HERS, true, RecordingState.STORED);
    var open = call(HERS, false, RecordingState.STORED);
    var held = call(HERS, true, RecordingState.STORED);
    var important = call(HERS, true, RecordingState.STORED);
    var silent = call("+86" + HERS, true, RecordingState.EMPTY);
    call("13900139000", true, RecordingState.STORED);
    holds.place(li, new Placement(new Subject.OfRecording(shelf.ofCall(held).orElseThrow().id()), "a lawsuit", null));
    approvals.approve(wang, longKeeps.propose(li, new Subject.OfTicket(tickets.ofCall(important).orElseThrow().number()), "principle").id(),
        "");
    clock.set(YEAR_LATER.plus(Duration.ofDays(1)));
    var young = call(HERS, true, RecordingState.STORED);
    var request = requests.receive(li, here, ledger.number(HERS), "came with her identity card");
    assertThat(fates(request)).isEqualTo(Map.of(past, Fate.ERASABLE, open, Fate.OPEN_TICKET, held, Fate.HOLD, important, Fate.LONG_KEEP,
        silent, Fate.ERASABLE, young, Fate.PERIOD));
    assertThat(requests.about(request)).isSortedAccordingTo((one, other) -> other.startedAt().compareTo(one.startedAt()))
        .filteredOn(item -> item.call().equals(young)).singleElement().satisfies(item -> {
          assertThat(item.policy()).isEqualTo("daily-life-1y");
          assertThat(item.ticket()).isNotNull();
          assertThat(item.until()).isEqualTo(clock.instant().plus(Duration.ofDays(366)));
        });
  }

  @Test
  void what_nothing_keeps_is_erased_by_two_people_and_everything_else_stays() {
    var past = call(HERS, true, RecordingState.STORED);
    var silent = call(HERS, true, RecordingState.EMPTY);
    var open = call(HERS, false, RecordingState.STORED);
    clock.set(YEAR_LATER.plus(Duration.ofDays(1)));
    var request = requests.receive(li, here, ledger.number(HERS), "came with her identity card");
    var proposal = requests.proposeErasing(li, request.id(), "she asks for it");
    assertThat(proposal.facts()).containsEntry("amount", "2").containsEntry("of-number", "138****8000");
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    assertThat(ledger.find(silent).orElseThrow().caller().known()).as("a proposal changes nothing").isTrue();
    approvals.approve(wang, proposal.id(), "");

    assertThat(ledger.find(silent).orElseThrow().caller()).isEqualTo(PhoneNumber.UNKNOWN);
    assertThat(tickets.ofCall(silent).orElseThrow().caller()).isEqualTo(PhoneNumber.UNKNOWN);
    var recording = shelf.ofCall(past).orElseThrow().id();
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(clock.instant().plus(Life.DELAY));
    assertThat(jdbc.sql("select cause from retention_recording where recording = ?").param(recording.value()).query(String.class).single())
        .isEqualTo("REQUEST");
    assertThat(fates(request)).isEqualTo(Map.of(past, Fate.SCHEDULED, open, Fate.OPEN_TICKET));
    assertThatIllegalStateException().as("nothing is left").isThrownBy(() -> requests.proposeErasing(li, request.id(), "again"));
    clock.advance(Life.DELAY);
    purge.run(clock.instant());
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
    assertThat(ledger.find(open).orElseThrow().caller().raw()).isEqualTo(HERS);
    assertThat(requests.find(request.id()).orElseThrow().log()).extracting(PersonRequest.Event::kind)
        .containsExactly("received", "proposed", "erased");
  }

  @Test
  void nobody_in_the_community_can_stop_it_by_not_deciding() {
    var past = call(HERS, true, RecordingState.STORED);
    clock.set(YEAR_LATER.plus(Duration.ofDays(1)));
    var request = requests.receive(li, here, ledger.number(HERS), "came with her identity card");
    var proposal = requests.proposeErasing(li, request.id(), "she asks for it");
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(street, proposal.id(), ""));
    clock.advance(Duration.ofDays(3));
    approvals.approve(street, proposal.id(), "");
    assertThat(fates(request)).isEqualTo(Map.of(past, Fate.SCHEDULED));
  }

  @Test
  void it_is_answered_in_fifteen_working_days_with_what_is_kept_and_why_and_then_the_number_is_forgotten() {
    call(HERS, true, RecordingState.STORED);
    var request = requests.receive(li, here, ledger.number(HERS), "came with her identity card");
    assertThat(request.dueAt()).as("fifteen working days after a Monday").isEqualTo(Instant.parse("2026-12-14T12:00:00Z"));
    requests.handedOver(wang, request.id(), 1);
    clock.set(request.dueAt());
    assertThat(requests.overdue()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(requests.overdue()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> requests.answer(li, request.id(), " "));
    var answered = requests.answer(li, request.id(), "told her by letter");
    assertThat(answered.answer()).startsWith("told her by letter\n").contains("PERIOD daily-life-1y 2027-11-23T06:30:00Z");
    assertThat(answered.number()).isNull();
    assertThat(answered.masked()).isEqualTo("138****8000");
    assertThat(requests.about(answered)).isEmpty();
    assertThat(requests.overdue()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> requests.answer(li, request.id(), "twice"));
    assertThat(requests.newest(Set.of(here), true, null, 10)).isEmpty();
    assertThat(requests.newest(Set.of(here), false, null, 10)).hasSize(1);
    assertThat(requests.newest(Set.of(here), false, request.id(), 10)).isEmpty();
    assertThat(requests.newest(Set.of(CommunityId.random()), false, null, 10)).isEmpty();
    assertThat(answered.log()).extracting(PersonRequest.Event::kind).containsExactly("received", "exported", "answered");
    assertThat(audit.newest(AuditTrail.Query.all(Set.of(here), 100))).noneMatch(entry -> entry.toString().contains("138001380"))
        .extracting(AuditTrail.Entry::act).contains("request.received", "request.exported", "request.answered");
  }

  @Test
  void an_answer_does_not_wait_for_the_second_person_who_still_finds_the_number() {
    var past = call(HERS, true, RecordingState.STORED);
    clock.set(YEAR_LATER.plus(Duration.ofDays(1)));
    var request = requests.receive(li, here, ledger.number(HERS), "came with her identity card");
    var proposal = requests.proposeErasing(li, request.id(), "she asks for it");
    requests.answer(li, request.id(), "it is being erased");
    approvals.approve(wang, proposal.id(), "");
    assertThat(retention.of(shelf.ofCall(past).orElseThrow().id()).orElseThrow().purgeAt()).isNotNull();
    book.forget();
    assertThat(requests.find(request.id()).orElseThrow().number()).isNull();
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> requests.receive(li, here, PhoneNumber.UNKNOWN, "identity card"));
    assertThatIllegalArgumentException().isThrownBy(() -> requests.receive(li, here, ledger.number(HERS), " "));
    var request = requests.receive(li, here, ledger.number(HERS), "identity card");
    assertThat(requests.about(request)).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> requests.proposeErasing(li, request.id(), "nothing there"));
    assertThatIllegalArgumentException().isThrownBy(() -> requests.proposeErasing(li, PersonRequestId.random(), "unknown"));
  }

  private Map<CallId, Fate> fates(PersonRequest request) {
    return requests.about(request).stream().collect(Collectors.toMap(Item::call, Item::fate));
  }

  private CallId call(String number, boolean archived, RecordingState state) {
    var call = CallId.random();
    ledger.begin(new CallStart(call, call + "@test", "12345", ledger.number(number), clock.instant()));
    jdbc.sql("update call_call set ending = 'COMPLETED', ended_at = started_at where id = ?").param(call.value()).update();
    var ticket = tickets.open(new Opening(call, here, ledger.number(number), "repair", Category.DAILY_LIFE, Priority.NORMAL));
    if (archived) {
      tickets.archive(li, ticket, "done");
    }
    Listeners.haveHeard(jdbc);
    registrar.register(shelf.add(call, here, clock.instant(), state));
    return call;
  }
}
