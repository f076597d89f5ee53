package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.recording.WrappingKeys.Life;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeyPlanTest {
  private static final Instant MADE = Instant.parse("2026-11-23T06:30:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final Duration MOMENT = Duration.ofNanos(1000);
  private static final KeySettings MONTHLY = new KeySettings(MONTH, 100);

  @Test
  void it_is_replaced_when_its_time_is_over_and_a_shorter_time_counts_at_once_but_a_longer_one_does_not() {
    var end = MADE.plus(MONTH);
    assertThat(KeyPlan.replaced(life(1, MADE, end), MONTHLY, end.minus(MOMENT))).isFalse();
    assertThat(KeyPlan.replaced(life(1, MADE, end), MONTHLY, end)).isTrue();
    var weekly = new KeySettings(Duration.ofDays(7), 100);
    assertThat(KeyPlan.replaced(life(1, MADE, end), weekly, MADE.plus(Duration.ofDays(7)))).isTrue();
    assertThat(KeyPlan.replaced(life(1, MADE, end), weekly, MADE.plus(Duration.ofDays(7)).minus(MOMENT))).isFalse();
    assertThat(KeyPlan.replaced(life(1, MADE, end), new KeySettings(Duration.ofDays(60), 100), end)).isTrue();
  }

  @Test
  void it_rests_for_thirty_days_and_is_gone_a_day_later_at_the_latest() {
    assertThat(KeyPlan.rested(MADE, MADE.plus(MONTH).minus(MOMENT))).isFalse();
    assertThat(KeyPlan.rested(MADE, MADE.plus(MONTH))).isTrue();
    assertThat(KeyPlan.gone(life(1, MADE, MADE.plus(MONTH), MADE, MADE.plusSeconds(5), null), MADE.plusSeconds(9)))
        .isEqualTo(MADE.plusSeconds(5).plus(Duration.ofDays(31)));
  }

  @Test
  void one_that_wraps_still_leaves_at_its_end_and_one_that_should_have_left_leaves_now() {
    var end = MADE.plus(MONTH);
    var rest = Duration.ofDays(31);
    assertThat(KeyPlan.gone(life(1, MADE, end), end.minus(MOMENT))).isEqualTo(end.plus(rest));
    var late = end.plus(Duration.ofDays(3));
    assertThat(KeyPlan.gone(life(1, MADE, end), late)).isEqualTo(late.plus(rest));
    var retired = life(1, MADE, end, MADE, null, null);
    assertThat(KeyPlan.gone(retired, MADE.plusSeconds(1))).as("retired before its end").isEqualTo(MADE.plusSeconds(1).plus(rest));
  }

  @Test
  void what_was_made_before_the_last_may_have_wrapped_it_and_the_last_of_them_to_go_counts() {
    var gone = life(1, MADE.minusSeconds(9), MADE, MADE, MADE, MADE.plusSeconds(3));
    var last = life(2, MADE, MADE.plus(MONTH));
    var later = life(3, MADE.plusSeconds(1), MADE.plus(MONTH).plusSeconds(1));
    var all = List.of(gone, last, later);
    assertThat(KeyPlan.upTo(2, all, MADE)).containsExactly(gone, last);
    assertThat(KeyPlan.upTo(1, all, MADE)).containsExactly(gone);
    assertThat(KeyPlan.upTo(7, all, MADE)).as("one that nobody knows: whatever there is by now").containsExactly(gone, last);
    assertThat(KeyPlan.allGone(List.of(gone), MADE)).contains(MADE.plusSeconds(3));
    assertThat(KeyPlan.allGone(List.of(gone, last), MADE)).contains(MADE.plus(MONTH).plus(Duration.ofDays(31)));
    assertThat(KeyPlan.allGone(List.of(), MADE)).isEmpty();
  }

  @Test
  void what_a_clock_that_was_years_ahead_has_noted_keeps_no_key_for_years() {
    var noted = MADE.plus(Duration.ofDays(1)).plus(MOMENT);
    assertThat(KeyPlan.misdated(noted, MADE)).isTrue();
    assertThat(KeyPlan.misdated(noted.minus(MOMENT), MADE)).as("two nodes never agree wholly").isFalse();
    var ahead = life(2, MADE.plus(Duration.ofDays(1500)), MADE.plus(Duration.ofDays(1530)));
    assertThat(KeyPlan.replaced(ahead, MONTHLY, MADE)).isTrue();
    assertThat(KeyPlan.gone(ahead, MADE)).isEqualTo(MADE.plus(Duration.ofDays(31)));
    assertThat(KeyPlan.gone(life(1, MADE, MADE, MADE, noted, null), MADE)).isEqualTo(MADE.plus(Duration.ofDays(31)));
    assertThat(KeyPlan.upTo(3, List.of(ahead, life(3, MADE, MADE.plus(MONTH))), MADE)).as("it may have wrapped what a later one wraps")
        .hasSize(2);
  }

  private static Life life(int id, Instant made, Instant retireAt) {
    return life(id, made, retireAt, null, null, null);
  }

  private static Life life(int id, Instant made, Instant retireAt, @Nullable Instant retired, @Nullable Instant emptied,
      @Nullable Instant destroyed) {
    return new Life(id, made, retireAt, retired, emptied, null, destroyed, null);
  }
}
