package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.retention.Life.Facts;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LifeTest {
  private static final Instant END = Instant.parse("2027-11-23T06:30:00Z");
  private static final Instant FIRST_MOMENT = END.minus(Life.DELAY);

  @ParameterizedTest
  @EnumSource
  void nothing_comes_back_once_its_key_is_destroyed(State from) {
    var inOrder = List.of(State.values());
    for (var to : inOrder) {
      boolean onward = inOrder.indexOf(to) == inOrder.indexOf(from) + 1;
      boolean back = from == State.SCHEDULED && (to == State.KEPT || to == State.SCHEDULED);
      assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(onward || back);
    }
  }

  @Test
  void an_illegal_step_names_both_states() {
    assertThatIllegalStateException().isThrownBy(() -> State.KEPT.requireMayBecome(State.KEY_DESTROYED)).withMessageContaining("KEPT")
        .withMessageContaining("KEY_DESTROYED");
  }

  @Test
  void scheduling_begins_seven_days_before_the_end_so_that_the_period_is_not_exceeded() {
    assertThat(next(State.KEPT, false, null, FIRST_MOMENT.minusNanos(1))).isEqualTo(new Move.Stay());
    assertThat(next(State.KEPT, false, null, FIRST_MOMENT)).isEqualTo(new Move.Schedule(END));
    assertThat(next(State.SCHEDULED, false, END, END.minusNanos(1))).isEqualTo(new Move.Stay());
    assertThat(next(State.SCHEDULED, false, END, END)).isEqualTo(new Move.DestroyKey());
  }

  @Test
  void whatever_the_cause_seven_days_pass() {
    var late = END.plus(Duration.ofDays(100));
    assertThat(next(State.KEPT, false, null, late)).isEqualTo(new Move.Schedule(late.plus(Life.DELAY)));
    assertThat(next(State.SCHEDULED, false, null, late)).as("a row without its moment").isEqualTo(new Move.Schedule(late.plus(Life.DELAY)));
  }

  @Test
  void a_hold_or_a_longer_period_takes_a_schedule_back() {
    assertThat(next(State.SCHEDULED, true, END, END.plusSeconds(1))).isEqualTo(new Move.Release());
    assertThat(next(State.KEPT, true, null, END.plusSeconds(1))).isEqualTo(new Move.Stay());
    assertThat(next(State.SCHEDULED, false, FIRST_MOMENT.minusSeconds(5), FIRST_MOMENT.minusNanos(1))).isEqualTo(new Move.Release());
    assertThat(next(State.SCHEDULED, false, END.minusSeconds(1), END)).as("a little longer").isEqualTo(new Move.Schedule(END));
  }

  @Test
  void what_has_begun_goes_on_whatever_is_held_or_decided_now() {
    for (boolean held : new boolean[]{true, false}) {
      assertThat(next(State.KEY_DESTROYED, held, END, END)).isEqualTo(new Move.DeleteObject());
      assertThat(next(State.OBJECT_DELETED, held, END, END)).isEqualTo(new Move.ProveAbsent());
      assertThat(next(State.VERIFIED_ABSENT, held, END, END)).isEqualTo(new Move.Certify());
      assertThat(next(State.CERTIFIED, held, null, END)).isEqualTo(new Move.Stay());
    }
  }

  @Test
  void a_failure_waits_longer_each_time_and_never_more_than_half_a_day() {
    assertThat(Backoff.after(1)).isEqualTo(Duration.ofMinutes(5));
    assertThat(Backoff.after(2)).isEqualTo(Duration.ofMinutes(10));
    assertThat(Backoff.after(8)).isEqualTo(Duration.ofMinutes(640));
    assertThat(Backoff.after(9)).isEqualTo(Duration.ofHours(12));
    assertThat(Backoff.after(1000)).isEqualTo(Duration.ofHours(12));
  }

  private static Move next(State state, boolean held, @Nullable Instant purgeAt, Instant now) {
    return Life.next(new Facts(state, END, held, purgeAt), now);
  }
}
