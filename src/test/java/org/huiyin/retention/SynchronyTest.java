package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

import org.huiyin.retention.Synchrony.Look;
import org.huiyin.retention.TimeSynchronisation.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SynchronyTest {
  private static final Instant NOW = Instant.parse("2027-11-23T06:30:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Set<Doubt> JUMPED = EnumSet.of(Doubt.JUMPED);

  @Test
  void it_counts_after_an_hour_without_a_break_and_not_a_moment_before() {
    var first = look(Duration.ZERO);
    var since = Synchrony.since(null, first);
    assertThat(since).isEqualTo(first);
    assertThat(Synchrony.confirms(since, look(HOUR.minusNanos(1)), JUMPED)).isFalse();
    assertThat(Synchrony.since(since, look(HOUR))).isEqualTo(first);
    assertThat(Synchrony.confirms(since, look(HOUR), JUMPED)).isTrue();
    assertThat(Synchrony.confirms(null, look(HOUR), JUMPED)).isFalse();
  }

  @Test
  void a_machine_that_says_nothing_or_that_nothing_keeps_its_clock_right_confirms_nothing_and_the_hour_begins_anew() {
    var first = look(Duration.ZERO);
    for (var broken : new Look[]{new Look(NOW, 0, null), new Look(NOW, 0, new Statement(NOW, false, Duration.ZERO)),
        new Look(NOW, 0, new Statement(NOW, true, FIVE.plusNanos(1)))}) {
      assertThat(Synchrony.since(first, broken)).isNull();
    }
    assertThat(Synchrony.since(null, new Look(NOW, 0, new Statement(NOW, true, FIVE)))).isNotNull();
  }

  @Test
  void a_process_that_is_shown_another_time_than_the_machine_has_confirms_nothing() {
    assertThat(Synchrony.since(null, new Look(NOW.plus(FIVE), 0, right(NOW)))).isNotNull();
    assertThat(Synchrony.since(null, new Look(NOW.minus(FIVE), 0, right(NOW)))).isNotNull();
    assertThat(Synchrony.since(null, new Look(NOW.plus(FIVE).plusNanos(1), 0, right(NOW)))).isNull();
    assertThat(Synchrony.since(null, new Look(NOW.minus(FIVE).minusNanos(1), 0, right(NOW)))).isNull();
  }

  @Test
  void a_clock_that_is_set_meanwhile_has_its_hour_anew() {
    var first = look(Duration.ZERO);
    for (var by : new Duration[]{FIVE.plusNanos(1), FIVE.plusNanos(1).negated()}) {
      var shown = NOW.plus(HOUR).plus(by);
      var moved = new Look(shown, HOUR.toNanos(), right(shown));
      assertThat(Synchrony.since(first, moved)).isEqualTo(moved);
    }
    for (var by : new Duration[]{FIVE, FIVE.negated()}) {
      var shown = NOW.plus(HOUR).plus(by);
      assertThat(Synchrony.since(first, new Look(shown, HOUR.toNanos(), right(shown)))).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"DATABASE_DIFFERS", "ASTERISK_DIFFERS"})
  void where_two_clocks_differ_people_have_to_look(Doubt doubt) {
    var first = look(Duration.ZERO);
    assertThat(Synchrony.confirms(first, look(HOUR), EnumSet.of(doubt))).isFalse();
    assertThat(Synchrony.confirms(first, look(HOUR), EnumSet.of(Doubt.JUMPED, doubt))).isFalse();
    assertThat(Synchrony.confirms(first, look(HOUR), EnumSet.of(Doubt.JUMPED, Doubt.BEHIND))).isTrue();
    assertThat(Synchrony.confirms(first, look(HOUR), Set.of())).as("nothing is doubted").isFalse();
  }

  @Test
  void an_error_is_not_negative() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Statement(NOW, true, Duration.ofNanos(-1)));
  }

  private static Look look(Duration later) {
    return new Look(NOW.plus(later), later.toNanos(), right(NOW.plus(later)));
  }

  private static Statement right(Instant at) {
    return new Statement(at, true, Duration.ofMillis(20));
  }
}
