package org.huiyin.telephony;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DoubledKeysTest {
  private final AtomicLong now = new AtomicLong();
  private final DoubledKeys doubled = new DoubledKeys(now::get);

  private boolean isCopy(char key, long millisLater) {
    now.addAndGet(millisLater * 1_000_000);
    return doubled.isCopy(key);
  }

  @Test
  void the_same_key_soon_after_is_a_copy_and_only_once() {
    assertThat(isCopy('2', 0)).isFalse();
    assertThat(isCopy('2', 153)).isTrue();
    assertThat(isCopy('2', 10)).as("a third one is a new key").isFalse();
  }

  @Test
  void another_key_and_a_later_one_are_no_copies() {
    assertThat(isCopy('2', 0)).isFalse();
    assertThat(isCopy('3', 10)).isFalse();
    assertThat(isCopy('3', 260)).isFalse();
    assertThat(isCopy('2', 10)).isFalse();
  }

  @Test
  void on_a_line_that_doubles_a_key_held_long_and_one_pressed_twice_are_told_apart() {
    assertThat(isCopy('1', 0)).isFalse();
    assertThat(isCopy('1', 100)).isTrue();
    assertThat(isCopy('2', 5000)).isFalse();
    assertThat(isCopy('2', 550)).isTrue();
    assertThat(isCopy('2', 50)).isFalse();
    assertThat(isCopy('2', 120)).isTrue();
  }

  @Test
  void what_is_still_reported_of_a_key_that_was_taken_early_is_all_copies() {
    doubled.takeEarly('2');
    assertThat(isCopy('2', 60)).isTrue();
    assertThat(isCopy('2', 400)).isTrue();
    assertThat(isCopy('2', 600)).as("a finger that means it again").isFalse();
  }
}
