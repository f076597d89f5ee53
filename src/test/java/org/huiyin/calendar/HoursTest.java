package org.huiyin.calendar;

import java.util.List;

import org.huiyin.calendar.Hours.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HoursTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"08:00-20:00|08:00-20:00", "00:00-24:00|00:00-24:00",
      "08:00-12:00, 13:30-20:00|08:00-12:00,13:30-20:00",
      "08：00-12：00，13：00-18：00|08:00-12:00,13:00-18:00", "08:00-12:00,12:00-13:00|08:00-13:00"})
  void hours_are_read_as_they_are_written_also_with_a_chinese_keyboard(String typed, String hours) {
    assertThat(Hours.parse(typed)).hasToString(hours);
    assertThat(Hours.parse(hours)).isEqualTo(Hours.parse(typed));
  }

  @Test
  void no_hours_are_written_as_nothing() {
    assertThat(Hours.parse(" ")).isEqualTo(Hours.NONE).hasToString("");
    assertThat(Hours.ALL_DAY.spans()).containsExactly(new Span(0, 1440));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8:00-20:00", "08:00-25:00", "20:00-08:00", "08:00-08:00", "08:00", "08:00-12:00,11:00-13:00",
      "13:00-14:00,08:00-09:00", "24:00-24:00", "08:60-09:00", "08:00-12:00;13:00-14:00", "x"})
  void what_is_no_span_of_a_day_is_refused(String typed) {
    assertThatIllegalArgumentException().isThrownBy(() -> Hours.parse(typed));
  }

  @Test
  void hours_that_touch_or_are_too_many_cannot_be_made() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Hours(List.of(new Span(0, 60), new Span(60, 120))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hours.parse("01:00-02:00,03:00-04:00,05:00-06:00,07:00-08:00,09:00-10:00,11:00-12:00,13:00-14:00"));
  }
}
