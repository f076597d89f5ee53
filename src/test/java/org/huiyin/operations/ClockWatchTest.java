package org.huiyin.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.huiyin.operations.SystemState.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockWatchTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private final AtomicLong steady = new AtomicLong(5);
  private final ClockWatch watch = new ClockWatch(NOON, steady::get);

  @Test
  void a_clock_that_goes_with_the_time_is_well() {
    passes(Duration.ofDays(40));
    assertThat(watch.look(NOON.plus(Duration.ofDays(40)).plusSeconds(20), NOON).state()).isEqualTo(State.OK);
  }

  @Test
  void a_clock_that_was_set_while_the_service_ran_is_noticed_in_both_directions() {
    passes(Duration.ofMinutes(5));
    assertThat(watch.look(NOON.plus(Duration.ofMinutes(65)), NOON).situation()).isEqualTo("jumped");
    assertThat(watch.look(NOON.minus(Duration.ofMinutes(5)), NOON.minus(Duration.ofHours(1))).facts()).containsExactly("-600");
  }

  @Test
  void a_clock_behind_what_has_happened_is_wrong() {
    var reading = watch.look(NOON, NOON.plus(Duration.ofHours(1)));
    assertThat(reading.state()).isEqualTo(State.DOWN);
    assertThat(reading.facts()).containsExactly("3600");
  }

  private void passes(Duration time) {
    steady.addAndGet(time.toNanos());
  }
}
