package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingState;
import org.huiyin.retention.Holds.Placement;
import org.huiyin.retention.Holds.Subject;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets.Opening;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.huiyin.support.TestHotline.await;

/** Open tickets, the decision list, long keeps, and periods of every category. */
abstract class KeepContract extends RetentionContract {

  @Autowired
  Undecided undecided;
  @Autowired
  LongKeeps longKeeps;
  @Autowired
  Policies policies;
  @Autowired
  Holds holds;
  @Autowired
  RetentionBook book;

  @Test
  void an_open_ticket_keeps_its_audio_for_two_years_and_then_it_waits_for_a_decision() {
    var recording = open(Category.DAILY_LIFE);
    var archived = archived(open(Category.DAILY_LIFE));
    nights(YEAR_LATER, YEAR_LATER.plus(Duration.ofDays(30)));
    assertThat(shelf.stateOf(archived)).isEqualTo(RecordingState.DESTROYED);
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    assertThat(retention.of(recording).orElseThrow()).satisfies(kept -> {
      assertThat(kept.policy()).isEqualTo("open-ticket-2y");
      assertThat(kept.until()).isEqualTo(TWO_YEARS_LATER);
      assertThat(kept.keptBy()).isEqualTo(Keeper.OPEN_TICKET);
    });
    clock.set(TWO_YEARS_LATER.minusMillis(1));
    assertThat(undecided.count(Set.of(here))).isZero();
    nights(TWO_YEARS_LATER, TWO_YEARS_LATER.plus(Duration.ofDays(600)));
    assertThat(shelf.stateOf(recording)).as("however long nobody decides").isEqualTo(RecordingState.STORED);
    assertThat(undecided.list(Set.of(here), null, 10)).extracting(Retention.Kept::recording).containsExactly(recording);
    assertThat(undecided.list(Set.of(here), recording, 10)).isEmpty();
    assertThat(undecided.count(Set.of(CommunityId.random()))).isZero();
    assertThat(retention.previewCount(clock.instant().plus(Duration.ofDays(3000)), Set.of(here))).isZero();
    assertThat(book.barred(recording)).as("it can be heard, so that people can decide").isFalse();
  }

  @Test
  void a_closed_ticket_leaves_the_list_and_its_policy_decides() {
    var recording = open(Category.DAILY_LIFE);
    clock.set(TWO_YEARS_LATER.plus(Duration.ofDays(5)));
    sweep.sweep();
    archived(recording);
    sweep.sweep();
    assertThat(undecided.count(Set.of(here))).isZero();
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(clock.instant().plus(Life.DELAY));
    assertThat(cause(recording)).isEqualTo("POLICY");
  }

  @Test
  void destroying_what_an_open_ticket_keeps_takes_two_people_and_seven_days() {
    var recording = open(Category.COMPLAINT);
    sweep.sweep();
    assertThatIllegalStateException().isThrownBy(() -> undecided.proposeDestroying(li, recording, "early"))
        .withMessageContaining("decision");
    clock.set(TWO_YEARS_LATER);
    sweep.sweep();
    var proposal = undecided.proposeDestroying(li, recording, "nothing in it");
    assertThatIllegalStateException().isThrownBy(() -> undecided.proposeDestroying(wang, recording, "again"));
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    purge.run(clock.instant());
    assertThat(undecided.count(Set.of(here))).as("a proposal changes nothing").isEqualTo(1);
    approve(proposal);
    assertThat(undecided.count(Set.of(here))).isZero();
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(TWO_YEARS_LATER.plus(Life.DELAY));
    assertThat(cause(recording)).isEqualTo("DECISION");
    // Who finds something in it after all has these seven days.
    var hold = holds.place(wang,
        new Placement(new Subject.OfRecording(recording), "a letter came", TWO_YEARS_LATER.plus(Duration.ofDays(3))));
    assertThat(hold.covered()).isEqualTo(1);
    nights(TWO_YEARS_LATER.plus(Duration.ofDays(2)), TWO_YEARS_LATER.plus(Duration.ofDays(9)));
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(TWO_YEARS_LATER.plus(Duration.ofDays(16)));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    nights(TWO_YEARS_LATER.plus(Duration.ofDays(15)), TWO_YEARS_LATER.plus(Duration.ofDays(16)));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
    assertThat(acts("recording.sentenced")).hasSize(1);
  }

  @Test
  void what_is_held_meanwhile_is_not_destroyed_by_a_decision_of_before() {
    var recording = open(Category.DAILY_LIFE);
    clock.set(TWO_YEARS_LATER);
    sweep.sweep();
    var proposal = undecided.proposeDestroying(li, recording, "nothing in it");
    holds.place(wang, new Placement(new Subject.OfRecording(recording), "a letter came", null));
    assertThatIllegalStateException().isThrownBy(() -> approve(proposal)).withMessageContaining("decision");
    assertThat(approvals.find(proposal.id()).orElseThrow().state().open()).isTrue();
    assertThat(undecided.count(Set.of(here))).as("a hold is a decision too").isZero();
  }

  @Test
  void an_important_matter_is_kept_until_two_people_end_it_and_a_review_that_nobody_made_destroys_nothing() {
    var recording = archived(open(Category.COMPLAINT));
    sweep.sweep();
    var proposal = longKeeps.propose(li, new Subject.OfTicket(ticket(recording)), "a matter of principle");
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    assertThat(longKeeps.inForce(Set.of(here), 10)).isEmpty();
    approve(proposal);
    assertThatIllegalStateException().isThrownBy(() -> longKeeps.propose(wang, new Subject.OfTicket(ticket(recording)), "again"));
    var keep = longKeeps.inForce(Set.of(here), 10).getFirst();
    assertThat(keep.reviewBy()).isEqualTo(YEAR_LATER);
    assertThat(longKeeps.covering(recording)).extracting(LongKeep::id).containsExactly(keep.id());
    assertThat(retention.of(recording).orElseThrow().keptBy()).isEqualTo(Keeper.LONG_KEEP);

    var late = TWO_YEARS_LATER.plus(Duration.ofDays(400));
    nights(TWO_YEARS_LATER, late);
    assertThat(longKeeps.overdue()).isEqualTo(1);
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    assertThatIllegalArgumentException().isThrownBy(() -> longKeeps.review(li, keep.id(), " "));
    assertThat(longKeeps.review(li, keep.id(), "still before the court").overdue(clock.instant())).isFalse();
    assertThat(longKeeps.overdue()).isZero();

    var ending = longKeeps.proposeEnding(wang, keep.id(), "settled");
    purge.run(clock.instant());
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    approvals.approve(li, ending.id(), "");
    assertThatIllegalStateException().isThrownBy(() -> longKeeps.review(li, keep.id(), "too late"));
    assertThatIllegalStateException().isThrownBy(() -> longKeeps.proposeEnding(li, keep.id(), "twice"));
    purge.run(clock.instant());
    assertThat(retention.of(recording).orElseThrow().purgeAt()).isEqualTo(clock.instant().plus(Life.DELAY));
    assertThat(cause(recording)).isEqualTo("LONG_KEEP");
    nights(clock.instant().plus(Life.DELAY), clock.instant().plus(Life.DELAY));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
    assertThat(acts("keep.")).containsExactlyInAnyOrder("keep.ended", "keep.reviewed", "keep.begun");
    assertThatIllegalStateException().isThrownBy(() -> longKeeps.propose(li, new Subject.OfRecording(recording), "too late"));
  }

  @Test
  void what_somebody_asked_to_keep_long_is_not_destroyed_while_nobody_has_answered() {
    var recording = archived(open(Category.DAILY_LIFE));
    clock.set(YEAR_LATER.minus(Life.DELAY));
    sweep.sweep();
    assertThat(book.barred(recording)).isTrue();
    var proposal = longKeeps.propose(li, new Subject.OfRecording(recording), "complex");
    nights(YEAR_LATER, YEAR_LATER.plus(Duration.ofDays(8)));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    approvals.refuse(wang, proposal.id(), "it is not");
    purge.run(clock.instant());
    nights(clock.instant().plus(Life.DELAY), clock.instant().plus(Life.DELAY));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
  }

  @Test
  void what_makes_no_sense_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> longKeeps.propose(li, new Subject.OfNumber(here, PhoneNumber.UNKNOWN), "a number"));
    assertThatIllegalArgumentException().isThrownBy(() -> longKeeps.propose(li, new Subject.OfRecording(RecordingId.random()), "unknown"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> longKeeps.propose(li, new Subject.OfTicket(TicketNumber.of("20200101-0001")), "unknown"));
    assertThatIllegalArgumentException().isThrownBy(() -> undecided.proposeDestroying(li, RecordingId.random(), "unknown"));
  }

  @Test
  void each_category_and_priority_has_its_own_period_and_a_change_names_what_it_would_newly_destroy() {
    var care = archived(open(Category.SPECIAL_CARE));
    var daily = archived(open(Category.DAILY_LIFE));
    approve(policies.propose(li, years(Category.SPECIAL_CARE, 2), "care takes longer"));
    sweep.sweep();
    assertThat(retention.of(care).orElseThrow().policy()).isEqualTo("special-care-2y");
    assertThat(retention.of(daily).orElseThrow().policy()).isEqualTo("daily-life-1y");
    clock.set(YEAR_LATER);
    var back = years(Category.SPECIAL_CARE, 1);
    assertThat(policies.newlyDue(back)).isEqualTo(1);
    assertThat(policies.newlyDue(back, Set.of(here), 10)).extracting(Retention.Kept::recording).containsExactly(care);
    assertThat(policies.newlyDue(back, Set.of(CommunityId.random()), 10)).isEmpty();
    var proposal = policies.propose(wang, back, "a year is enough");
    assertThat(proposal.facts()).containsEntry("years.special-care", "1").containsEntry("newly-due", "1")
        .doesNotContainKey("years.daily-life");
    assertThat(policies.proposed(proposal)).isEqualTo(back);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Policies.Periods(java.util.Map.of(Category.COMPLAINT, new Policies.Years(1, 2))));
  }

  @Test
  void a_longer_period_takes_a_scheduled_recording_back_at_once() {
    var recording = archived(open(Category.DAILY_LIFE));
    clock.set(YEAR_LATER.minus(Life.DELAY));
    sweep.sweep();
    assertThat(book.barred(recording)).isTrue();
    approve(policies.propose(li, years(Category.DAILY_LIFE, 2), "two years"));
    await(Duration.ofSeconds(60), "the recording being open again", () -> book.barred(recording) ? null : true);
    assertThat(retention.of(recording).orElseThrow().until()).isEqualTo(TWO_YEARS_LATER);
  }

  private static Policies.Periods years(Category longer, int normal) {
    return Policies.Periods.of((category, priority) -> category == longer
        ? normal == 2 || priority == Priority.NORMAL ? normal : 2
        : category == Category.COMPLAINT || priority == Priority.URGENT ? 2 : 1);
  }

  /** From one night to another, a run each day, as the service makes them. */
  private void nights(Instant from, Instant to) {
    clock.set(from);
    purge.run(clock.instant());
    clock.set(to);
    purge.run(clock.instant());
  }

  private RecordingId open(Category category) {
    var call = CallId.random();
    tickets.open(new Opening(call, here, PhoneNumber.UNKNOWN, "repair", category, Priority.NORMAL));
    Listeners.haveHeard(jdbc);
    return shelf.add(call, here, CALL, RecordingState.STORED).id();
  }

  private RecordingId archived(RecordingId recording) {
    tickets.archive(li, ticket(recording), "done");
    return recording;
  }

  private TicketNumber ticket(RecordingId recording) {
    return tickets.ofCall(shelf.find(recording).orElseThrow().call()).orElseThrow().number();
  }

  private String cause(RecordingId recording) {
    return jdbc.sql("select cause from retention_recording where recording = ?").param(recording.value()).query(String.class).single();
  }

  private void approve(Proposal proposal) {
    approvals.approve(proposal.proposer().equals(wang.reference()) ? li : wang, proposal.id(), "");
  }
}
