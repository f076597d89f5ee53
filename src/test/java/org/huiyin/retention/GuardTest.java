package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;

import org.huiyin.retention.ClockGuard.Sight;
import org.huiyin.retention.VolumeGuard.Accepted;
import org.huiyin.retention.VolumeGuard.Volume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GuardTest {
  private static final Instant NOW = Instant.parse("2027-11-23T06:30:00Z");

  @Test
  void a_clock_that_agrees_with_everybody_is_believed_and_so_is_the_first_moment_of_all() {
    assertThat(ClockGuard.doubts(new Sight(NOW, NOW.minusSeconds(60), NOW.minusSeconds(5), NOW.plusSeconds(2), NOW.minusSeconds(3), null)))
        .isEmpty();
    assertThat(ClockGuard.doubts(new Sight(NOW, null, null, null, null, null))).isEmpty();
  }

  @Test
  void nothing_happens_before_what_has_happened() {
    assertThat(ClockGuard.doubts(seen(null, NOW.plusSeconds(60)))).as("two nodes never agree wholly").isEmpty();
    assertThat(ClockGuard.doubts(seen(null, NOW.plusSeconds(60).plusNanos(1)))).containsExactly(Doubt.BEHIND);
    assertThat(ClockGuard.doubts(seen(NOW.plusSeconds(61), null))).containsExactly(Doubt.BEHIND);
  }

  @Test
  void more_than_a_day_since_the_last_beat_is_a_jump_forward_and_back() {
    assertThat(ClockGuard.doubts(seen(NOW.minus(Duration.ofDays(1)), null))).isEmpty();
    assertThat(ClockGuard.doubts(seen(NOW.minus(Duration.ofDays(1)).minusNanos(1), null))).containsExactly(Doubt.JUMPED);
    assertThat(ClockGuard.doubts(seen(NOW.plus(Duration.ofDays(2)), null))).containsExactly(Doubt.BEHIND, Doubt.JUMPED);
  }

  @Test
  void other_clocks_may_be_five_minutes_apart_and_longer_once_two_people_accept_it() {
    var five = Duration.ofMinutes(5);
    assertThat(ClockGuard.doubts(new Sight(NOW, null, null, NOW.minus(five), NOW.plus(five), null))).isEmpty();
    var apart = five.plusNanos(1);
    assertThat(ClockGuard.doubts(new Sight(NOW, null, null, NOW.minus(apart), NOW.plus(apart), null)))
        .containsExactly(Doubt.DATABASE_DIFFERS, Doubt.ASTERISK_DIFFERS);
    assertThat(ClockGuard.doubts(new Sight(NOW, null, null, NOW.minus(apart), NOW.plus(apart), NOW.plusNanos(1)))).isEmpty();
    assertThat(ClockGuard.doubts(new Sight(NOW, null, null, NOW.minus(apart), null, NOW))).containsExactly(Doubt.DATABASE_DIFFERS);
  }

  @ParameterizedTest
  @CsvSource({"49, 0, false", "50, 0, true", "0, 50, true", "0, 49, false", "550, 500, false", "551, 500, true", "449, 500, true",
      "1100, 1000, false", "1101, 1000, true", "549, 500, false"})
  void more_than_a_tenth_and_at_least_fifty_waits(long amount, long forecast, boolean waits) {
    assertThat(VolumeGuard.waits(new Volume(amount, forecast), null, NOW)).isEqualTo(waits);
  }

  @Test
  void what_two_people_accepted_goes_on_until_it_grows_again() {
    var accepted = new Accepted(1000, NOW.plusSeconds(1));
    assertThat(VolumeGuard.waits(new Volume(1000, 10L), accepted, NOW)).isFalse();
    assertThat(VolumeGuard.waits(new Volume(1100, 10L), accepted, NOW)).isFalse();
    assertThat(VolumeGuard.waits(new Volume(1101, 10L), accepted, NOW)).isTrue();
    assertThat(VolumeGuard.waits(new Volume(1000, 10L), accepted, NOW.plusSeconds(1))).isTrue();
    assertThat(VolumeGuard.waits(new Volume(1000, null), null, NOW)).as("nothing was forecast").isFalse();
  }

  private static Sight seen(@Nullable Instant beat, @Nullable Instant audited) {
    return new Sight(NOW, beat, audited, null, null, null);
  }
}
