package org.huiyin.foundation;

import org.huiyin.foundation.PhoneNumber.Presentation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PhoneNumberTest {
  @ParameterizedTest
  @CsvSource({"13800138000,+8613800138000", "+8613800138000,+8613800138000", "008613800138000,+8613800138000", "01062345678,+861062345678"})
  void the_ways_a_network_writes_a_number_come_to_one(String raw, String e164) {
    assertThat(PhoneNumber.of(raw, Presentation.ALLOWED, "CN").e164()).isEqualTo(e164);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6001", "110", "*21#", "99999999999999999999999999999999"})
  void a_number_that_is_no_subscribers_has_no_international_form_but_stays_as_it_came(String raw) {
    var number = PhoneNumber.of(raw, Presentation.ALLOWED, "CN");

    assertThat(number.e164()).isNull();
    assertThat(number.raw()).isEqualTo(raw);
  }

  @Test
  void a_withheld_number_stays_withheld() {
    var number = PhoneNumber.of("13800138000", Presentation.WITHHELD, "CN");

    assertThat(number.known()).isFalse();
    assertThat(number.e164()).isNull();
    assertThat(number.masked()).isEmpty();
    assertThat(number).hasToString("WITHHELD");
  }

  @Test
  void no_number_at_all_is_unknown() {
    assertThat(PhoneNumber.of("", Presentation.ALLOWED, "CN")).isEqualTo(PhoneNumber.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"13800138000,138****8000", "01062345678,010****5678", "12345,***45", "110,***0", "1,***"})
  void what_is_written_to_a_log_does_not_tell_the_number(String raw, String masked) {
    assertThat(PhoneNumber.of(raw, Presentation.ALLOWED, "CN")).hasToString(masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1380013800O", "138 0013", "138\r\nAction: Originate", "<b>1</b>", "一二三", "111111111111111111111111111111111"})
  void what_nobody_can_dial_is_refused_without_being_repeated(String raw) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PhoneNumber(raw, null, Presentation.ALLOWED))
        .withMessage("not a telephone number: at most 32 of 0-9 + * #");
  }
}
