package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingState;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.Tickets.Correction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

abstract class GuardContract extends RetentionContract {
  private static final PurgeRun.Report NOTHING = new PurgeRun.Report(0, 0);

  @Autowired
  Guards guards;
  @Autowired
  Policies policies;
  @Autowired
  PurgeSteps steps;
  @Autowired
  RunJournal journal;
  @Autowired
  Closing closing;
  @Autowired
  RetentionTable table;

  @ParameterizedTest
  @ValueSource(strings = {"2028-11-22T06:30:00Z", "2036-11-23T06:30:00Z", "2025-11-23T06:30:00Z", "1970-01-01T00:00:00Z"})
  void a_clock_that_jumped_destroys_nothing_until_two_people_confirm_it(String wrong) {
    var old = shelf.add(call(Priority.NORMAL), here, Instant.parse("1968-06-01T00:00:00Z"), RecordingState.STORED).id();
    var live = shelf.add(call(Priority.NORMAL), here, CALL, RecordingState.STORED).id();
    guards.beat();
    clock.set(Instant.parse(wrong));
    for (int night = 0; night < 2; night++) {
      assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
      guards.beat();
      assertThat(guards.state().doubts()).as("time does not heal it").contains(Doubt.JUMPED);
      clock.advance(Duration.ofHours(12));
    }
    assertThat(jdbc.sql("select count(*) from retention_recording where state <> 'KEPT'").query(Long.class).single())
        .as("nothing is even scheduled, so that it can still be heard").isZero();
    assertThat(jdbc.sql("select count(*) from retention_run where waited like '%JUMPED%'").query(Long.class).single()).isEqualTo(2);

    var proposal = guards.proposeTime(li, "checked against the telephone's clock");
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    approvals.approve(wang, proposal.id(), "so it is");
    assertThat(guards.state().waits()).isFalse();
    purge.run(clock.instant());
    for (int day = 0; day < 7; day++) {
      guards.beat();
      clock.advance(Duration.ofDays(1));
    }
    purge.run(clock.instant());
    assertThat(shelf.stateOf(old)).as("it goes on").isEqualTo(RecordingState.DESTROYED);
    assertThat(shelf.stateOf(live)).isEqualTo(clock.instant().isBefore(YEAR_LATER) ? RecordingState.STORED : RecordingState.DESTROYED);
  }

  @Test
  void when_the_time_is_confirmed_what_was_scheduled_by_another_clock_has_its_seven_days_anew() {
    var recording = recorded(CALL, Priority.NORMAL);
    clock.set(YEAR_LATER.minus(Life.DELAY));
    sweep.sweep();
    guards.beat();
    clock.set(YEAR_LATER.plus(Duration.ofDays(2)));
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    approvals.approve(wang, guards.proposeTime(li, "checked against the telephone's clock").id(), "so it is");
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    for (int day = 0; day < 7; day++) {
      guards.beat();
      clock.advance(Duration.ofDays(1));
    }
    assertThat(purge.run(clock.instant()).destroyed()).isEqualTo(1);
  }

  @Test
  void a_clock_that_falls_behind_the_audit_is_not_believed_and_beats_go_on_when_it_is_right_again() {
    recorded(CALL, Priority.NORMAL);
    guards.beat();
    clock.set(YEAR_LATER.minus(Duration.ofDays(7)));
    jdbc.sql("update retention_clock set beat_at = null").update();
    sweep.sweep();
    clock.advance(Duration.ofMinutes(-2));
    assertThat(guards.state().doubts()).containsExactly(Doubt.BEHIND);
    assertThatIllegalStateException().isThrownBy(() -> guards.proposeVolume(li, "nothing to accept"));
    clock.advance(Duration.ofMinutes(2));
    assertThat(guards.state().doubts()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> guards.proposeTime(li, "nothing to confirm"));
    guards.beat();
    clock.advance(Duration.ofHours(20));
    guards.beat();
    clock.advance(Duration.ofHours(20));
    assertThat(guards.state().doubts()).as("each beat counts from the one before").isEmpty();
  }

  @Test
  void a_confirmation_of_a_clock_that_is_right_again_outlives_the_wrong_entries_in_the_audit() {
    recorded(CALL, Priority.NORMAL);
    guards.beat();
    clock.set(YEAR_LATER.plus(Duration.ofDays(3000)));
    assertThat(guards.state().doubts()).containsExactly(Doubt.JUMPED);
    approve(guards.proposeTime(li, "wrongly confirmed"));
    clock.set(YEAR_LATER);
    assertThat(guards.state().doubts()).contains(Doubt.BEHIND);
    approve(guards.proposeTime(li, "the right time"));
    assertThat(guards.state().doubts()).as("entries of years to come stand in the audit").isEmpty();
    clock.advance(Duration.ofHours(2));
    guards.beat();
    clock.advance(Duration.ofMinutes(-30));
    assertThat(guards.state().doubts()).as("the beat still notices").containsExactly(Doubt.BEHIND);
  }

  @Test
  void a_volume_that_nobody_expected_waits_for_two_people() {
    var calls = new ArrayList<CallId>();
    for (int i = 0; i < 60; i++) {
      var call = call(Priority.URGENT);
      calls.add(call);
      shelf.add(call, here, CALL.plusSeconds(i), RecordingState.STORED);
    }
    clock.set(YEAR_LATER);
    sweep.sweep();
    // Somebody declares them all not urgent: a year is enough for them, and is over.
    calls.forEach(call -> {
      var ticket = tickets.ofCall(call).orElseThrow();
      tickets.correct(new Actor.LocalAdmin(), ticket.number(), ticket.version(),
          new Correction(null, Priority.NORMAL, null, null, null, null));
    });
    jdbc.sql("select recording from retention_recording").query(java.util.UUID.class).list()
        .forEach(id -> jdbc.sql("update retention_recording set policy = 'old' where recording = ?").param(id).update());
    clock.advance(Duration.ofDays(20));
    sweep.sweep();
    clock.set(YEAR_LATER.plus(VolumeGuard.AHEAD));
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    assertThat(guards.state().excess()).isEqualTo(new Safeguards.Excess(60, 0));
    assertThat(jdbc.sql("select count(*) from retention_run where waited = 'VOLUME'").query(Long.class).single()).isEqualTo(1);
    approve(guards.proposeVolume(li, "the tickets were wrong"));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(60, 0));
    assertThat(guards.state().waits()).isFalse();
  }

  @Test
  void what_was_forecast_does_not_wait() {
    for (int i = 0; i < 60; i++) {
      recorded(CALL.plusSeconds(i), Priority.NORMAL);
    }
    clock.set(YEAR_LATER.plus(Duration.ofMinutes(1)).minus(VolumeGuard.AHEAD));
    sweep.sweep();
    clock.set(YEAR_LATER.plus(Duration.ofMinutes(1)).minus(Life.DELAY));
    sweep.sweep();
    clock.set(YEAR_LATER.plus(Duration.ofMinutes(1)));
    assertThat(jdbc.sql("select max(amount) from retention_forecast").query(Long.class).single()).isEqualTo(60);
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(60, 0));
  }

  @Test
  void one_run_destroys_no_more_than_its_cap_and_the_next_goes_on() {
    for (int i = 0; i < 7; i++) {
      recorded(CALL.plusSeconds(i), Priority.NORMAL);
    }
    clock.set(YEAR_LATER.minus(Duration.ofDays(6)));
    sweep.sweep();
    clock.set(YEAR_LATER.plus(Duration.ofDays(2)));
    var capped = new PurgeRun(sweep, table, steps, journal, closing, guards,
        new RetentionSettings(Period.ofYears(1), Period.ofYears(2), Period.ofYears(2), "0 30 3 * * ?", 2, Duration.ofMinutes(10), 3),
        clock);
    assertThat(capped.run(clock.instant())).isEqualTo(new PurgeRun.Report(3, 0));
    assertThat(capped.run(clock.instant())).isEqualTo(new PurgeRun.Report(3, 0));
    assertThat(capped.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
  }

  @Test
  void a_period_is_changed_by_two_people_who_see_what_it_would_newly_destroy() {
    var urgent = recorded(CALL, Priority.URGENT);
    var normal = recorded(CALL, Priority.NORMAL);
    clock.set(YEAR_LATER.minus(Duration.ofDays(20)));
    sweep.sweep();
    var longer = periods(2, 2, 2);
    assertThat(policies.current().number()).isZero();
    assertThat(policies.newlyDue(longer)).isZero();
    approve(policies.propose(li, longer, "the community wants two years"));
    sweep.sweep();
    assertThat(retention.of(normal).orElseThrow().policy()).isEqualTo("daily-life-2y");

    clock.set(YEAR_LATER);
    var shorter = periods(1, 1, 2);
    assertThat(policies.newlyDue(shorter)).isEqualTo(2);
    var proposal = policies.propose(li, shorter, "too long");
    assertThat(proposal.facts()).containsEntry("newly-due", "2");
    assertThatIllegalStateException().isThrownBy(() -> approvals.approve(li, proposal.id(), ""));
    assertThatIllegalStateException().isThrownBy(() -> policies.propose(wang, shorter, "the same")).withMessageContaining("already");
    sweep.sweep();
    assertThat(retention.of(urgent).orElseThrow().purgeAt()).as("a proposal changes nothing").isNull();
    approve(proposal);
    assertThat(policies.versions()).extracting(Policies.Version::number).containsExactly(2, 1);
    sweep.sweep();
    assertThat(retention.of(List.of(urgent, normal)).values())
        .allSatisfy(kept -> assertThat(kept.purgeAt()).isEqualTo(YEAR_LATER.plus(Life.DELAY)));
    clock.set(YEAR_LATER.plus(Life.DELAY));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(2, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> policies.propose(li, shorter, "in force already"));
    assertThatIllegalArgumentException().isThrownBy(() -> periods(3, 1, 1));
  }

  private static Policies.Periods periods(int normal, int urgent, int complaint) {
    return Policies.Periods.of((category, priority) -> category == Category.COMPLAINT
        ? complaint
        : priority == Priority.URGENT ? urgent : normal);
  }

  private void approve(Proposal proposal) {
    approvals.approve(wang, proposal.id(), "");
  }

  private RecordingId recorded(Instant at, Priority priority) {
    return shelf.add(call(priority), here, at, RecordingState.STORED).id();
  }

  private CallId call(Priority priority) {
    return closed(PhoneNumber.UNKNOWN, Category.DAILY_LIFE, priority);
  }
}
