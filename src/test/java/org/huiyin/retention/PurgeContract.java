package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck.Finding;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.RecordingStored;
import org.huiyin.retention.Shelf.Killed;
import org.huiyin.retention.Shelf.Step;
import org.huiyin.support.Patience;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketNumber;
import org.huiyin.ticket.Tickets.Correction;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

abstract class PurgeContract extends RetentionContract {
  private static final Duration A_LEASE = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Autowired
  RetentionForecast forecast;
  @Autowired
  Registrar registrar;
  @Autowired
  PurgeCheck check;
  @Autowired
  Scheduler scheduler;
  @Autowired
  ApplicationEventPublisher events;
  @Autowired
  TransactionTemplate transaction;

  @Test
  void a_recording_is_destroyed_when_its_year_is_over_and_not_an_instant_before() {
    var recording = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL).id();
    scheduledFor(YEAR_LATER);
    clock.set(YEAR_LATER.minusNanos(1000));
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.STORED);
    assertThat(retention.of(recording)).hasValueSatisfying(kept -> {
      assertThat(kept.policy()).isEqualTo("daily-life-1y");
      assertThat(kept.until()).isEqualTo(YEAR_LATER);
      assertThat(kept.purgeAt()).isEqualTo(YEAR_LATER);
    });
    clock.set(YEAR_LATER);
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
    assertThat(retention.of(recording)).isEmpty();
    assertThat(retention.tombstone(recording))
        .contains(new Retention.Tombstone(recording, here, CALL, "daily-life-1y", 0, "PERIOD", "a".repeat(64), YEAR_LATER));
    assertThat(entries(recording)).singleElement().satisfies(entry -> {
      assertThat(entry.actor()).isEqualTo("system:purge");
      assertThat(entry.details()).containsEntry("policy", "daily-life-1y").containsEntry("audio-hash", "a".repeat(64));
      assertThat(entry.community()).isEqualTo(here);
    });
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThat(entries(recording)).hasSize(1);
    assertThat(check.check()).isEmpty();
  }

  @Test
  void urgent_calls_and_complaints_are_kept_for_two_years_and_so_is_what_has_no_ticket() {
    var urgent = recorded(CALL, Category.EMERGENCY, Priority.URGENT).id();
    var complaint = recorded(CALL, Category.COMPLAINT, Priority.NORMAL).id();
    var orphan = shelf.add(CallId.random(), here, CALL, RecordingState.STORED).id();
    scheduledFor(TWO_YEARS_LATER);
    clock.set(TWO_YEARS_LATER.minusNanos(1000));
    assertThat(purge.run(clock.instant()).destroyed()).isZero();
    assertThat(retention.of(List.of(urgent, complaint, orphan)).values()).extracting(Retention.Kept::policy)
        .containsExactlyInAnyOrder("emergency-urgent-2y", "complaint-2y", "no-ticket-2y");
    clock.set(TWO_YEARS_LATER);
    assertThat(purge.run(clock.instant()).destroyed()).isEqualTo(3);
  }

  @Test
  void what_a_person_corrects_in_the_ticket_decides_even_between_the_preview_and_the_order() throws Exception {
    var facts = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    scheduledFor(YEAR_LATER);
    assertThat(retention.preview(clock.instant(), Set.of(here), null, 10)).hasSize(1);
    // The event is not waited for: the purge itself asks once more.
    correct(facts.call(), Priority.URGENT);
    assertThat(purge.run(clock.instant()).destroyed()).isZero();
    assertThat(shelf.stateOf(facts.id())).isEqualTo(RecordingState.STORED);
    assertThat(retention.of(facts.id()).orElseThrow().until()).isEqualTo(TWO_YEARS_LATER);
    assertThat(retention.preview(clock.instant(), Set.of(here), null, 10)).isEmpty();
  }

  @Test
  void events_register_a_recording_and_follow_its_ticket() {
    var facts = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    transaction.executeWithoutResult(
        _ -> events.publishEvent(new RecordingStored(facts.id(), facts.call(), here, facts.callStartedAt())));
    waitFor("daily-life-1y", facts.id());
    correct(facts.call(), Priority.URGENT);
    waitFor("daily-life-urgent-2y", facts.id());
    correct(facts.call(), Priority.NORMAL);
    waitFor("daily-life-1y", facts.id());
  }

  @Test
  void a_ticket_that_changes_while_its_recording_is_being_registered_decides_all_the_same() throws Exception {
    var facts = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    var registered = new CountDownLatch(1);
    var changed = new CountDownLatch(1);
    try (var other = Executors.newSingleThreadExecutor()) {
      var registering = other.submit(() -> transaction.executeWithoutResult(_ -> {
        registrar.register(facts);
        registered.countDown();
        try {
          changed.await();
          // Whoever hears of the change either waits for us or has missed us already.
          Listeners.hearWithin(Duration.ofSeconds(1), jdbc);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }));
      registered.await();
      correct(facts.call(), Priority.URGENT);
      changed.countDown();
      registering.get();
    }
    waitFor("daily-life-urgent-2y", facts.id());
  }

  @Test
  void the_preview_is_what_the_run_destroys() {
    for (int i = 0; i < 30; i++) {
      recorded(CALL.minus(Duration.ofDays(i)), Category.DAILY_LIFE, i % 3 == 0 ? Priority.URGENT : Priority.NORMAL);
    }
    scheduledFor(YEAR_LATER.minus(Duration.ofDays(10)));
    var previewed = retention.preview(clock.instant(), Set.of(here), null, 1000);
    assertThat(previewed).isNotEmpty().isSortedAccordingTo((one, other) -> one.until().compareTo(other.until()));
    assertThat(retention.previewCount(clock.instant(), Set.of(here))).isEqualTo(previewed.size());
    assertThat(retention.preview(clock.instant(), Set.of(), null, 10)).isEmpty();
    assertThat(retention.preview(clock.instant(), Set.of(CommunityId.random()), null, 10)).isEmpty();
    purge.run(clock.instant());
    assertThat(shelf.orders.stream().map(order -> order.recording()))
        .containsExactlyElementsOf(previewed.stream().map(Retention.Kept::recording).toList());
    var stones = new ArrayList<RecordingId>();
    RecordingId after = null;
    List<Retention.Tombstone> page;
    do {
      page = retention.tombstones(Set.of(here), after, 3);
      page.forEach(stone -> stones.add(stone.recording()));
      after = page.isEmpty() ? after : page.getLast().recording();
    } while (!page.isEmpty());
    assertThat(stones).containsExactlyInAnyOrderElementsOf(previewed.stream().map(Retention.Kept::recording).toList());
  }

  @Test
  void the_preview_comes_in_pieces_with_the_reason_of_each() {
    var all = new ArrayList<RecordingId>();
    for (int i = 0; i < 7; i++) {
      all.add(recorded(CALL.plusSeconds(i), Category.DAILY_LIFE, Priority.NORMAL).id());
    }
    scheduledFor(YEAR_LATER.plusSeconds(10));
    jdbc.sql("update retention_recording set cause = 'HOLD' where recording = ?").param(all.get(4).value()).update();
    var read = new ArrayList<Retention.Kept>();
    RecordingId after = null;
    List<Retention.Kept> piece;
    do {
      piece = retention.preview(clock.instant(), Set.of(here), after, 3);
      read.addAll(piece);
      after = piece.isEmpty() ? after : piece.getLast().recording();
    } while (piece.size() == 3);
    assertThat(read).extracting(Retention.Kept::recording).containsExactlyElementsOf(all);
    assertThat(read).extracting(Retention.Kept::cause).containsExactly("PERIOD", "PERIOD", "PERIOD", "PERIOD", "HOLD", "PERIOD", "PERIOD");
    assertThat(retention.preview(clock.instant(), Set.of(here), RecordingId.random(), 3)).as("behind what nobody knows").isEmpty();
    assertThat(retention.nextRun()).isEqualTo(retention.purgeState().next());
  }

  @Test
  void the_forecast_counts_what_ends_in_each_month_and_leaves_out_what_is_held() {
    recorded(Instant.parse("2026-11-30T15:59:59Z"), Category.DAILY_LIFE, Priority.NORMAL);
    recorded(Instant.parse("2026-11-30T16:00:00Z"), Category.DAILY_LIFE, Priority.NORMAL);
    recorded(Instant.parse("2026-12-05T00:00:00Z"), Category.DAILY_LIFE, Priority.NORMAL);
    var held = recorded(Instant.parse("2026-12-06T00:00:00Z"), Category.DAILY_LIFE, Priority.NORMAL).id();
    recorded(CALL, Category.DAILY_LIFE, Priority.URGENT);
    sweep.sweep();
    jdbc.sql("update retention_recording set held = true where recording = ?").param(held.value()).update();
    clock.set(Instant.parse("2027-01-10T00:00:00Z"));
    var months = forecast.of(Set.of(here)).months();
    assertThat(months).extracting(month -> month.month().toString()).startsWith("2027-01").endsWith("2027-12").hasSize(12);
    assertThat(months.get(10)).as("the month ends at midnight in Shanghai")
        .isEqualTo(new RetentionForecast.Month(java.time.YearMonth.of(2027, 11), 1, 1000, 0));
    assertThat(months.get(11)).isEqualTo(new RetentionForecast.Month(java.time.YearMonth.of(2027, 12), 2, 2000, 1));
    assertThat(months.subList(0, 10)).allSatisfy(month -> assertThat(month.recordings()).isZero());
    assertThat(forecast.of(Set.of(CommunityId.random())).months()).allSatisfy(month -> assertThat(month.recordings()).isZero());
    assertThat(forecast.of(Set.of()).months()).hasSize(12);
    // What should be gone by now is in this month; what was seen a moment ago is not counted anew.
    clock.set(Instant.parse("2029-01-10T00:00:00Z"));
    assertThat(forecast.of(Set.of(here)).months().getFirst())
        .isEqualTo(new RetentionForecast.Month(java.time.YearMonth.of(2029, 1), 4, 4000, 1));
    jdbc.sql("delete from retention_recording").update();
    assertThat(forecast.of(Set.of(here)).months().getFirst().recordings()).isEqualTo(4);
    clock.advance(Duration.ofMinutes(2));
    assertThat(forecast.of(Set.of(here)).months().getFirst().recordings()).isZero();
  }

  @Test
  void what_was_registered_before_it_was_sealed_weighs_what_it_weighs() {
    var facts = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    sweep.sweep();
    jdbc.sql("update retention_recording set bytes = 0").update();
    transaction.executeWithoutResult(
        _ -> events.publishEvent(new RecordingStored(facts.id(), facts.call(), here, facts.callStartedAt())));
    Patience.until("the recording's weight", PATIENCE,
        () -> jdbc.sql("select bytes from retention_recording").query(Long.class).single() == 1000);
  }

  @Test
  void a_moment_in_the_future_is_refused() {
    recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    assertThatIllegalArgumentException().isThrownBy(() -> purge.run(YEAR_LATER)).withMessageContaining("future");
    assertThat(shelf.orders).isEmpty();
  }

  @Test
  void what_was_never_sealed_is_destroyed_too_but_what_is_empty_needs_no_period() {
    var spooled = shelf.add(call(Category.DAILY_LIFE, Priority.NORMAL), here, CALL, RecordingState.SPOOLED).id();
    var empty = shelf.add(call(Category.DAILY_LIFE, Priority.NORMAL), here, CALL, RecordingState.EMPTY).id();
    scheduledFor(YEAR_LATER);
    purge.run(clock.instant());
    assertThat(shelf.stateOf(spooled)).isEqualTo(RecordingState.DESTROYED);
    assertThat(shelf.stateOf(empty)).isEqualTo(RecordingState.EMPTY);
    assertThat(retention.of(empty)).isEmpty();
  }

  @Test
  void a_failure_stays_visible_harms_no_other_and_is_tried_again_by_the_next_run() {
    var good = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL).id();
    var bad = recorded(CALL.minusSeconds(1), Category.DAILY_LIFE, Priority.NORMAL).id();
    var other = recorded(CALL.plusSeconds(1), Category.DAILY_LIFE, Priority.NORMAL).id();
    scheduledFor(YEAR_LATER.plusSeconds(2));
    shelf.trouble = (step, id) -> {
      if (id.equals(bad) && step == Step.KEY_GONE) {
        throw new java.io.UncheckedIOException(new java.io.IOException("the disk is read-only"));
      }
    };
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(2, 1));
    assertThat(List.of(shelf.stateOf(good), shelf.stateOf(other))).containsOnly(RecordingState.DESTROYED);
    assertThat(retention.of(bad).orElseThrow().failure()).contains("read-only");
    assertThat(retention.purgeState().failing()).isEqualTo(1);
    assertThat(retention.previewCount(clock.instant(), Set.of(here))).isEqualTo(1);
    assertThat(entries(bad)).isEmpty();
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 1));
    clock.advance(Duration.ofDays(3));
    assertThat(check.check()).extracting(Finding::subject).containsExactly("recording:" + bad);
    shelf.trouble = (_, _) -> {
    };
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(1, 0));
    assertThat(retention.purgeState().failing()).isZero();
    assertThat(retention.tombstone(bad).orElseThrow().audioHash()).isEqualTo("a".repeat(64));
    assertThat(check.check()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void a_run_that_is_killed_at_any_step_is_gone_on_with(Step deadly) {
    var all = IntStream.range(0, 5).mapToObj(i -> recorded(CALL.minusSeconds(i), Category.DAILY_LIFE, Priority.NORMAL).id()).toList();
    scheduledFor(YEAR_LATER);
    shelf.trouble = (step, id) -> {
      if (step == deadly && id.equals(all.get(2))) {
        throw new Killed();
      }
    };
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> purge.run(clock.instant()));
    shelf.trouble = (_, _) -> {
    };
    assertThat(purge.retry(clock.instant()).destroyed()).as("the dead run's lease stands").isZero();
    clock.advance(A_LEASE);
    assertThat(purge.retry(clock.instant()).destroyed()).as("not left until the next night").isEqualTo(5);
    assertThat(all).allSatisfy(recording -> {
      assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
      assertThat(retention.tombstone(recording)).isPresent();
      assertThat(entries(recording)).hasSize(1);
      assertThat(certificates(recording)).isEqualTo(1);
    });
    assertThat(check.check()).isEmpty();
  }

  @Test
  void what_a_dead_node_had_in_its_hands_by_a_clock_that_was_ahead_is_taken_over_at_once() {
    recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    scheduledFor(YEAR_LATER);
    clock.advance(Duration.ofSeconds(30));
    shelf.trouble = (_, _) -> {
      throw new Killed();
    };
    assertThatExceptionOfType(Killed.class).isThrownBy(() -> purge.run(clock.instant()));
    shelf.trouble = (_, _) -> {
    };
    clock.advance(Duration.ofSeconds(-30));
    assertThat(purge.retry(clock.instant()).destroyed()).isEqualTo(1);
  }

  @Test
  void an_order_that_was_given_but_not_begun_is_taken_back_when_the_ticket_turned_urgent() {
    var facts = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    scheduledFor(YEAR_LATER);
    shelf.trouble = (_, _) -> {
      throw new IllegalStateException("the store is away");
    };
    assertThat(purge.run(clock.instant()).failed()).isEqualTo(1);
    shelf.trouble = (_, _) -> {
    };
    correct(facts.call(), Priority.URGENT);
    assertThat(purge.run(clock.instant())).isEqualTo(new PurgeRun.Report(0, 0));
    assertThat(shelf.stateOf(facts.id())).isEqualTo(RecordingState.STORED);
    assertThat(retention.of(facts.id()).orElseThrow().until()).isEqualTo(TWO_YEARS_LATER);
  }

  @Test
  void two_nodes_at_once_destroy_each_recording_once() throws Exception {
    var all = new HashSet<RecordingId>();
    for (int i = 0; i < 60; i++) {
      all.add(recorded(CALL.minusSeconds(i), Category.DAILY_LIFE, Priority.NORMAL).id());
    }
    scheduledFor(YEAR_LATER);
    var go = new CountDownLatch(1);
    int destroyed = 0;
    try (var nodes = Executors.newFixedThreadPool(3)) {
      var runs = IntStream.range(0, 3).mapToObj(_ -> nodes.submit(() -> {
        go.await();
        return purge.run(clock.instant()).destroyed();
      })).toList();
      go.countDown();
      for (var run : runs) {
        destroyed += run.get();
      }
    }
    destroyed += purge.run(clock.instant()).destroyed();
    assertThat(destroyed).isEqualTo(60);
    assertThat(shelf.met).isEmpty();
    assertThat(shelf.orders).hasSize(60);
    assertThat(all).allSatisfy(recording -> assertThat(entries(recording)).hasSize(1));
  }

  @Test
  void a_rule_that_was_changed_is_applied_to_what_is_kept_already() {
    var recording = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL).id();
    sweep.sweep();
    // As rows look that were decided when the setting was another.
    jdbc.sql("update retention_recording set policy = 'daily-life-18m', keep_until = timestamp with time zone '2028-05-23 06:30:00+00'")
        .update();
    sweep.sweep();
    assertThat(retention.of(recording).orElseThrow().until()).isEqualTo(YEAR_LATER);
  }

  @Test
  void the_sweep_registers_what_no_event_told_also_late_calls() {
    var old = IntStream.range(0, 210).mapToObj(i -> recorded(CALL.minus(Duration.ofHours(i)), Category.DAILY_LIFE, Priority.NORMAL).id())
        .toList();
    sweep.sweep();
    assertThat(retention.of(old)).hasSize(210);
    var late = recorded(CALL.minus(Duration.ofDays(20)), Category.DAILY_LIFE, Priority.NORMAL).id();
    sweep.sweep();
    assertThat(retention.of(late)).isPresent();
  }

  @Test
  void the_check_names_what_is_wrong() {
    var unregistered = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL).id();
    clock.set(CALL.plus(Duration.ofDays(2)));
    assertThat(check.check()).extracting(Finding::subject).containsExactly("recording:" + unregistered);
    scheduledFor(YEAR_LATER);
    purge.run(clock.instant());
    assertThat(check.check()).isEmpty();
    shelf.become(unregistered, RecordingState.STORED);
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("tombstone");
    shelf.become(unregistered, RecordingState.DESTROYED);
    jdbc.sql("update retention_recording set keep_until = timestamp with time zone '2030-01-01 00:00:00+00'").update();
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("before its period ended");
    jdbc.sql("update retention_recording set keep_until = call_started_at").update();
    jdbc.sql("update retention_certificate set body = replace(body, 'PERIOD', 'POLICY')").update();
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("certificate");
    jdbc.sql("delete from retention_recording").update();
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("nobody ordered");
    shelf.clear();
    recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL);
    sweep.sweep();
    clock.set(YEAR_LATER.plus(Life.DELAY).plus(Duration.ofDays(2)));
    assertThat(check.check()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(check.check()).extracting(Finding::what).singleElement().asString().contains("more than two days ago");
  }

  @Test
  void the_scheduler_on_this_database_wakes_the_purge() throws Exception {
    var recording = recorded(CALL, Category.DAILY_LIFE, Priority.NORMAL).id();
    scheduledFor(YEAR_LATER);
    assertThat(retention.purgeState().lastFinished()).isNull();
    assertThat(retention.purgeState().next()).isEqualTo(Instant.parse("2098-12-31T16:00:00Z"));
    assertThat(scheduler.getMetaData().isJobStoreClustered()).isTrue();
    scheduler.triggerJob(JobKey.jobKey("purge", "retention"));
    Patience.until("the end of the run", PATIENCE, () -> retention.purgeState().lastFinished() != null);
    assertThat(shelf.stateOf(recording)).isEqualTo(RecordingState.DESTROYED);
  }

  /** However calls, corrections, purges, failures, deaths and time follow each other: never early, never twice, and at last everything that is due. */
  @RepeatedTest(2)
  void any_sequence_keeps_and_destroys_as_a_plain_calendar_says() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var urgent = new HashMap<RecordingId, Boolean>();
    var starts = new HashMap<RecordingId, Instant>();
    var calls = new ArrayList<RecordingFacts>();
    for (int step = 0; step < 80; step++) {
      var told = "seed %d, step %d".formatted(seed, step);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          boolean soon = random.nextBoolean();
          var facts = recorded(clock.instant().minusSeconds(random.nextInt(3600)), Category.DAILY_LIFE,
              soon ? Priority.URGENT : Priority.NORMAL);
          calls.add(facts);
          urgent.put(facts.id(), soon);
          starts.put(facts.id(), facts.callStartedAt());
        }
        case 2 -> clock.advance(Duration.ofDays(random.nextInt(120)));
        case 3 -> {
          if (!calls.isEmpty()) {
            var facts = calls.get(random.nextInt(calls.size()));
            if (shelf.stateOf(facts.id()) == RecordingState.STORED) {
              boolean soon = random.nextBoolean();
              correct(facts.call(), soon ? Priority.URGENT : Priority.NORMAL);
              urgent.put(facts.id(), soon);
            }
          }
        }
        default -> {
          shelf.trouble = (at, id) -> {
            assertThat(due(starts, urgent, id)).as("%s: destroyed early", told).isTrue();
            assertThat(waited(id)).as("%s: destroyed without its seven days", told).isTrue();
            switch (random.nextInt(6)) {
              case 0 -> throw new IllegalStateException("no luck");
              case 1 -> throw new Killed();
              default -> {
              }
            }
          };
          try {
            purge.run(clock.instant());
          } catch (Killed _) {
            clock.advance(Duration.ofMinutes(11));
          }
        }
      }
    }
    shelf.trouble = (_, _) -> {
    };
    clock.advance(Duration.ofMinutes(11));
    purge.run(clock.instant());
    clock.advance(Life.DELAY);
    purge.run(clock.instant());
    for (var facts : calls) {
      var told = "seed %d, recording of %s".formatted(seed, facts.callStartedAt());
      boolean gone = shelf.stateOf(facts.id()) == RecordingState.DESTROYED;
      assertThat(gone).as(told).isEqualTo(due(starts, urgent, facts.id()));
      assertThat(entries(facts.id())).as(told).hasSize(gone ? 1 : 0);
      assertThat(retention.tombstone(facts.id()).isPresent()).as(told).isEqualTo(gone);
      assertThat(certificates(facts.id())).as(told).isEqualTo(gone ? 1 : 0);
    }
    assertThat(check.check()).as("seed %d", seed).isEmpty();
  }

  private boolean due(Map<RecordingId, Instant> starts, Map<RecordingId, Boolean> urgent, RecordingId id) {
    if (shelf.stateOf(id) != RecordingState.STORED) {
      return true;
    }
    var years = Boolean.TRUE.equals(urgent.get(id)) ? 2 : 1;
    var start = java.util.Objects.requireNonNull(starts.get(id)).atZone(SHANGHAI);
    var end = start.toLocalDate().plusYears(years).getDayOfMonth() == start.getDayOfMonth()
        ? start.toLocalDateTime().plusYears(years)
        : start.toLocalDate().plusYears(years).plusDays(1).atStartOfDay();
    return !clock.instant().isBefore(end.atZone(SHANGHAI).toInstant());
  }

  private boolean waited(RecordingId id) {
    return !clock.instant().isBefore(jdbc.sql("select scheduled_at from retention_recording where recording = ?").param(id.value())
        .query((row, _) -> SqlTime.read(row, "scheduled_at")).single().plus(Life.DELAY));
  }

  private long certificates(RecordingId id) {
    return jdbc.sql("select count(*) from retention_certificate where recording = ?").param(id.value()).query(Long.class).single();
  }

  private RecordingFacts recorded(Instant callStartedAt, Category category, Priority priority) {
    return shelf.add(call(category, priority), here, callStartedAt, RecordingState.STORED);
  }

  private CallId call(Category category, Priority priority) {
    return closed(PhoneNumber.UNKNOWN, category, priority);
  }

  private TicketNumber correct(CallId call, Priority priority) {
    var ticket = tickets.ofCall(call).orElseThrow();
    return tickets
        .correct(new Actor.LocalAdmin(), ticket.number(), ticket.version(), new Correction(null, priority, null, null, null, null))
        .number();
  }

  private List<AuditTrail.Entry> entries(RecordingId recording) {
    return audit.newest(new AuditTrail.Query(Set.of(here), null, "recording.purged", "recording:" + recording, null, null, null, 10));
  }

  private void waitFor(String policy, RecordingId recording) {
    Patience.until(policy, PATIENCE, () -> retention.of(recording).filter(kept -> kept.policy().equals(policy)).isPresent());
  }
}
