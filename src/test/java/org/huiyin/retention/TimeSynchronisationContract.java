package org.huiyin.retention;

import java.time.Duration;
import java.time.InstantSource;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What whoever speaks for the machine's clock promises. */
public interface TimeSynchronisationContract {
  TimeSynchronisation machine();

  /** The clock that it speaks for. */
  InstantSource clock();

  @Test
  default void what_it_says_is_the_time_of_its_clock() {
    var before = clock().instant();
    var said = machine().said().orElseThrow();
    assertThat(said.now()).isBetween(before.minus(Duration.ofSeconds(1)), clock().instant().plus(Duration.ofSeconds(1)));
  }

  @Test
  default void what_is_not_synchronised_is_not_said_to_be_within_the_bounds_that_confirm_a_time() {
    var said = machine().said().orElseThrow();
    assertThat(said.maxError()).isGreaterThanOrEqualTo(Duration.ZERO);
    assertThat(said.synchronised() && said.maxError().compareTo(Duration.ofSeconds(16)) >= 0).isFalse();
  }

  @Test
  default void it_is_asked_as_often_as_one_likes_and_its_time_goes_on() {
    var last = machine().said().orElseThrow().now();
    for (int i = 0; i < 1000; i++) {
      var now = machine().said().orElseThrow().now();
      assertThat(now).isAfterOrEqualTo(last);
      last = now;
    }
  }
}
