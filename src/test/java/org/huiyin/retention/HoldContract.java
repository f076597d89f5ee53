package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import org.huiyin.approval.NotDecidable;
import org.huiyin.approval.ProposalState;
import org.huiyin.audit.AuditTrail;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Holds.Placement;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets.Opening;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

abstract class HoldContract extends RetentionContract {
  private static final String RESIDENT = "13800138000";

  @Autowired
  Holds holds;
  @Autowired
  CallLedger ledger;

  @Test
  void a_held_recording_is_not_destroyed_however_long_ago_its_period_ended() {
    var held = recorded(RESIDENT);
    var other = recorded("13900139000");
    scheduledFor(YEAR_LATER);
    assertThat(retention.of(held).orElseThrow().purgeAt()).isEqualTo(YEAR_LATER);
    var placed = holds.place(li, new Placement(new Subject.OfRecording(held), "court letter 17", null));
    assertThat(placed.covered()).isEqualTo(1);
    assertThat(retention.of(held).orElseThrow()).satisfies(kept -> {
      assertThat(kept.held()).isTrue();
      assertThat(kept.purgeAt()).as("taken back at once, so that it can be heard again").isNull();
    });
    for (int night = 0; night < 3; night++) {
      purge.run(clock.instant());
      clock.advance(Duration.ofDays(200));
    }
    assertThat(shelf.stateOf(held)).isEqualTo(RecordingState.STORED);
    assertThat(shelf.stateOf(other)).isEqualTo(RecordingState.DESTROYED);
    assertThat(retention.previewCount(clock.instant(), Set.of(here))).isZero();
    assertThat(retention.heldBack(clock.instant(), Set.of(here), null, 10)).extracting(Retention.Kept::recording).containsExactly(held);
    assertThat(holds.covering(held)).extracting(Hold::id).containsExactly(placed.hold().id());
    assertThat(acts("hold.")).containsExactly("hold.placed");
  }

  @Test
  void a_hold_on_a_ticket_covers_what_is_added_to_it_later() {
    var call = call(RESIDENT);
    holds.place(li, new Placement(new Subject.OfTicket(ticket(call)), "complaint to the district", null));
    var later = shelf.add(call, here, CALL, RecordingState.STORED).id();
    sweep.sweep();
    assertThat(retention.of(later).orElseThrow().held()).isTrue();
    clock.set(YEAR_LATER.plus(Duration.ofDays(30)));
    purge.run(clock.instant());
    clock.advance(Life.DELAY);
    purge.run(clock.instant());
    assertThat(shelf.stateOf(later)).isEqualTo(RecordingState.STORED);
  }

  @Test
  void a_hold_on_a_number_covers_every_call_of_it_in_its_community_with_and_without_a_ticket() {
    var withTicket = recorded(RESIDENT);
    var noTicket = shelf.add(answered("+86" + RESIDENT), here, CALL, RecordingState.STORED).id();
    var other = recorded("13900139000");
    scheduledFor(YEAR_LATER.minus(Duration.ofDays(100)));
    var placed = holds.place(li, new Placement(new Subject.OfNumber(here, ledger.number(RESIDENT)), "threats", null));
    assertThat(placed.covered()).isEqualTo(2);
    assertThat(placed.hold().subject()).as("the number itself is shown to nobody").isEqualTo("138****8000");
    var afterwards = recorded(RESIDENT);
    clock.set(YEAR_LATER.plus(Duration.ofDays(800)));
    purge.run(clock.instant());
    clock.advance(Life.DELAY);
    purge.run(clock.instant());
    assertThat(List.of(withTicket, noTicket, afterwards)).allSatisfy(id -> assertThat(shelf.stateOf(id)).isEqualTo(RecordingState.STORED));
    assertThat(shelf.stateOf(other)).isEqualTo(RecordingState.DESTROYED);
    assertThat(audit.newest(AuditTrail.Query.all(Set.of(here), 100))).noneMatch(entry -> entry.toString().contains("138001380"));
  }

  @Test
  void it_ends_on_its_day_and_even_then_seven_days_pass() {
    var recording = recorded(RESIDENT);
    var end = YEAR_LATER.plus(Duration.ofDays(50));
    holds.place(li, new Placement(new Subject.OfNumber(here, ledger.number(RESIDENT)), "until the hearing", end));
    clock.set(end.minusMillis(1));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    clock.set(end);
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(end.plus(Life.DELAY));
    assertThat(jdbc.sql("select count(*) from retention_hold where number is not null").query(Long.class).single()).isZero();
    clock.set(end.plus(Life.DELAY));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
    assertThat(jdbc.sql("select cause from retention_recording").query(String.class).single()).isEqualTo("HOLD");
  }

  @Test
  void lifting_takes_two_people_and_seven_days() {
    var recording = recorded(RESIDENT);
    var hold = holds.place(li, new Placement(new Subject.OfNumber(here, ledger.number(RESIDENT)), "lawsuit", null)).hold();
    clock.set(YEAR_LATER.plus(Duration.ofDays(10)));
    purge.run(clock.instant());
    var proposal = holds.proposeLifting(li, hold.id(), "settled");
    assertThatIllegalStateException().isThrownBy(() -> holds.proposeLifting(wang, hold.id(), "settled")).withMessageContaining("already");
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    assertThatExceptionOfType(NotDecidable.class).isThrownBy(() -> approvals.approve(new Actor.LocalAdmin(), proposal.id(), ""));
    purge.run(clock.instant());
    assertThat(holds.find(hold.id()).orElseThrow().inForce(clock.instant())).isTrue();

    approvals.approve(wang, proposal.id(), "");
    assertThat(holds.find(hold.id()).orElseThrow().liftedBy()).isEqualTo(wang.reference());
    assertThat(holds.newest(Set.of(here), true, null, 10)).isEmpty();
    assertThat(holds.newest(Set.of(here), false, null, 10)).hasSize(1);
    assertThat(jdbc.sql("select count(*) from retention_hold where number is not null").query(Long.class).single()).isZero();
    assertThat(acts("hold.")).containsExactly("hold.lifted", "hold.placed");
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    clock.advance(Life.DELAY.minusMillis(1));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    clock.advance(Duration.ofMillis(1));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
    assertThatIllegalStateException().isThrownBy(() -> holds.proposeLifting(li, hold.id(), "again"));
  }

  @Test
  void a_hold_that_ended_meanwhile_is_not_lifted_and_the_proposal_says_so() {
    recorded(RESIDENT);
    var hold = holds.place(li, new Placement(new Subject.OfNumber(here, ledger.number(RESIDENT)), "short", CALL.plus(Duration.ofDays(2))))
        .hold();
    var proposal = holds.proposeLifting(li, hold.id(), "not needed");
    clock.advance(Duration.ofDays(3));
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(wang, proposal.id(), "")).withMessageContaining("over");
    assertThat(approvals.find(proposal.id()).orElseThrow().state()).isEqualTo(ProposalState.OPEN);
  }

  @Test
  void a_hold_that_comes_too_late_says_so() {
    var call = call(RESIDENT);
    var recording = shelf.add(call, here, CALL, RecordingState.STORED).id();
    scheduledFor(YEAR_LATER);
    shelf.trouble = (step, _) -> {
      if (step == Shelf.Step.KEY_GONE) {
        throw new IllegalStateException("the store is away");
      }
    };
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 1));
    assertThatIllegalStateException().isThrownBy(() -> holds.place(li, new Placement(new Subject.OfRecording(recording), "late", null)))
        .withMessageContaining("destroyed already");
    assertThat(holds.newest(Set.of(here), false, null, 10)).as("nothing is written").isEmpty();
    var placed = holds.place(li, new Placement(new Subject.OfTicket(ticket(call)), "late", null));
    assertThat(placed.tooLate()).isEqualTo(1);
    shelf.trouble = (_, _) -> {
    };
    assertThat(purge.run(clock.instant())).as("without its key there is nothing to keep").isEqualTo(new PurgeRun.Report(1, 0));
  }

  @Test
  void what_makes_no_sense_is_refused() {
    var recording = recorded(RESIDENT);
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfRecording(recording), " ", null));
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfRecording(recording), "x".repeat(1001), null));
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfRecording(recording), "past", clock.instant()));
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfRecording(RecordingId.random()), "unknown", null));
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfTicket(TicketNumber.of("20200101-0001")), "unknown", null));
    assertThatIllegalArgumentException().isThrownBy(() -> place(new Subject.OfNumber(here, PhoneNumber.UNKNOWN), "nobody", null));
    assertThat(acts("hold.")).isEmpty();
  }

  @Test
  void a_hold_and_a_purge_at_the_same_moment_agree_on_who_was_first() throws Exception {
    for (int round = 0; round < 8; round++) {
      var call = call(RESIDENT);
      var recording = shelf.add(call, here, clock.instant().minus(Duration.ofDays(400)), RecordingState.STORED).id();
      sweep.sweep();
      clock.advance(Life.DELAY);
      var go = new CountDownLatch(1);
      Holds.Placed placed;
      try (var both = Executors.newFixedThreadPool(2)) {
        var destroying = both.submit(() -> {
          go.await();
          return purge.run(clock.instant());
        });
        var holding = both.submit(() -> {
          go.await();
          return holds.place(li, new Placement(new Subject.OfTicket(ticket(call)), "race", null));
        });
        // By number, every earlier recording would be covered too; a ticket has this one only.
        go.countDown();
        destroying.get();
        placed = holding.get();
      }
      clock.advance(Duration.ofDays(8));
      purge.run(clock.instant());
      assertThat(shelf.stateOf(recording)).as("covered %d, too late %d", placed.covered(), placed.tooLate())
          .isEqualTo(placed.tooLate() == 1 ? RecordingState.DESTROYED : RecordingState.STORED);
    }
  }

  private void place(Subject subject, String reason, @Nullable Instant until) {
    holds.place(li, new Placement(subject, reason, until));
  }

  private RecordingId recorded(String number) {
    return shelf.add(call(number), here, CALL, RecordingState.STORED).id();
  }

  private CallId call(String number) {
    var call = answered(number);
    var opened = tickets.open(new Opening(call, here, ledger.number(number), "repair", Category.DAILY_LIFE, Priority.NORMAL));
    tickets.archive(li, opened, "done");
    Listeners.haveHeard(jdbc);
    return call;
  }

  private CallId answered(String number) {
    var call = CallId.random();
    ledger.begin(new CallStart(call, call + "@test", "12345", ledger.number(number), clock.instant()));
    return call;
  }

  private TicketNumber ticket(CallId call) {
    return tickets.ofCall(call).orElseThrow().number();
  }
}
