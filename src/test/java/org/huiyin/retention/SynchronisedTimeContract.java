package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingState;
import org.huiyin.support.SettableMachine;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;

import static org.assertj.core.api.Assertions.assertThat;

/** A time synchronisation in the place of two people; what the machine says is the fake, its contract is {@link TimeSynchronisationContract}. */
abstract class SynchronisedTimeContract extends RetentionContract {
  private static final PurgeRun.Report NOTHING = new PurgeRun.Report(0, 0);

  @Autowired
  Guards guards;
  @Autowired
  AuditLog log;
  @Autowired
  PlatformTransactionManager transactions;
  @Autowired
  SettableMachine machine;

  @SuppressWarnings("NullAway.Init")
  private SynchronisedTime time;
  private long steady;

  @BeforeEach
  void nothing_keeps_the_clock_right_yet() {
    machine.notKeptRight();
    machine.processIsShown(Duration.ZERO);
    time = new SynchronisedTime(guards, log, transactions, clock);
  }

  @Test
  void after_days_without_power_the_hotline_goes_on_by_itself_once_its_clock_was_kept_right_for_an_hour() {
    var recording = due();
    clock.advance(Duration.ofDays(3));
    machine.keptRight(Duration.ofMillis(30));
    minutes(59);
    assertThat(guards.state().doubts()).containsExactly(Doubt.JUMPED);
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    minutes(2);
    assertThat(guards.state().waits()).isFalse();
    assertThat(jdbc.sql("select actor from audit_entry where act = 'purge.time-confirmed'").query(String.class).list())
        .containsExactly("system:retention");
    assertThat(purge.run(clock.instant())).as("what was scheduled has its seven days anew").isEqualTo(NOTHING);
    for (int day = 0; day < 7; day++) {
      guards.beat();
      clock.advance(Duration.ofDays(1));
    }
    assertThat(purge.run(clock.instant()).destroyed()).isEqualTo(1);
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2029-11-22T06:30:00Z", "2037-11-23T06:30:00Z", "2026-11-23T06:30:00Z", "1970-01-01T00:00:00Z"})
  void a_clock_that_was_merely_set_stays_refused_however_long(String wrong) {
    var recording = due();
    clock.set(Instant.parse(wrong));
    for (Runnable setting : new Runnable[]{machine::notKeptRight, machine::silent}) {
      setting.run();
      minutes(180);
      assertThat(guards.state().doubts()).contains(Doubt.JUMPED);
      assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
    }
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
  }

  @Test
  void a_process_that_is_shown_another_time_than_its_synchronised_machine_has_stays_refused() {
    due();
    machine.keptRight(Duration.ofMillis(1));
    machine.processIsShown(Duration.ofDays(730));
    clock.advance(Duration.ofDays(730));
    minutes(180);
    assertThat(guards.state().doubts()).containsExactly(Doubt.JUMPED);
    assertThat(purge.run(clock.instant())).isEqualTo(NOTHING);
  }

  @Test
  void what_nobody_doubts_is_not_confirmed_and_each_break_begins_the_hour_anew() {
    due();
    machine.keptRight(Duration.ofMillis(1));
    minutes(120);
    assertThat(jdbc.sql("select count(*) from audit_entry where act = 'purge.time-confirmed'").query(Long.class).single()).isZero();
    clock.advance(Duration.ofDays(2));
    minutes(40);
    machine.notKeptRight();
    minutes(1);
    machine.keptRight(Duration.ofMillis(1));
    minutes(40);
    assertThat(guards.state().doubts()).containsExactly(Doubt.JUMPED);
    minutes(25);
    assertThat(guards.state().doubts()).isEmpty();
  }

  /** A recording whose destruction is due now, by a clock that is believed. */
  private RecordingId due() {
    var recording = shelf.add(closed(PhoneNumber.UNKNOWN, Category.DAILY_LIFE, Priority.NORMAL), here, CALL, RecordingState.STORED).id();
    scheduledFor(YEAR_LATER);
    guards.beat();
    return recording;
  }

  private void minutes(int count) {
    for (int minute = 0; minute < count; minute++) {
      clock.advance(Duration.ofMinutes(1));
      steady += Duration.ofMinutes(1).toNanos();
      guards.beat();
      time.look(steady);
    }
  }
}
