package org.huiyin.telephony;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeysBetweenTest {
  private final KeysBetween between = new KeysBetween();

  @Test
  void what_was_pressed_before_the_first_act_was_missed() {
    assertThat(between.missed("12")).isEqualTo("12");
    assertThat(between.missed("12")).isEmpty();
  }

  @Test
  void what_an_act_reported_was_not_missed_and_what_stands_around_it_was() {
    between.listensFor("0123456789");
    between.reported('2');
    assertThat(between.missed("121")).isEqualTo("11");
  }

  @Test
  void equal_neighbours_are_one_key() {
    assertThat(between.missed("555222")).isEqualTo("52");
    between.listensFor("5");
    between.reported('5');
    assertThat(between.missed("555222555")).isEmpty();
  }

  @Test
  void a_key_for_which_an_act_did_not_listen_may_have_fallen_into_it() {
    between.listensFor("12");
    assertThat(between.missed("71")).isEqualTo("1");
    between.listensFor("");
    assertThat(between.missed("71#")).isEmpty();
  }

  @Test
  void of_several_acts_all_must_have_listened() {
    between.listensFor("123");
    between.listensFor("234");
    assertThat(between.missed("1234")).isEqualTo("23");
  }

  @Test
  void a_list_that_is_full_or_lost_says_nothing() {
    between.missed("123");
    assertThat(between.missed("")).isEmpty();
    assertThat(between.missed("1234")).isEqualTo("4");
  }
}
