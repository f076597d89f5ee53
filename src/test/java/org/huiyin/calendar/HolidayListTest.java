package org.huiyin.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Objects;

import org.huiyin.calendar.HolidayList.Day;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class HolidayListTest {
  /** The sums of the days that each notice names. */
  @ParameterizedTest
  @CsvSource({"2024, 国办发明电〔2023〕7号, 28, 8", "2025, 国办发明电〔2024〕12号, 28, 5", "2026, 国办发明电〔2025〕7号, 33, 6"})
  void a_shipped_list_names_its_notice_and_has_all_its_days(int year, String notice, long off, long worked) {
    var list = Objects.requireNonNull(HolidayList.shipped().get(year));
    assertThat(list.papers()).containsExactly(notice);
    assertThat(list.days().stream().filter(Day::off)).hasSize((int) off);
    assertThat(list.days().stream().filter(day -> !day.off())).hasSize((int) worked)
        .allMatch(day -> day.date().getDayOfWeek() == DayOfWeek.SATURDAY || day.date().getDayOfWeek() == DayOfWeek.SUNDAY);
  }

  @ParameterizedTest
  @CsvSource({"2026-10-01, 国庆节, true", "2026-09-20, 国庆节, false", "2026-02-28, 春节, false", "2026-02-23, 春节, true",
      "2025-10-06, 国庆节、中秋节, true",
      "2025-04-27, 劳动节, false", "2024-06-10, 端午节, true", "2024-05-11, 劳动节, false"})
  void the_days_that_people_ask_for_are_right(LocalDate date, String name, boolean off) {
    assertThat(HolidayList.shipped().values().stream().flatMap(list -> list.on(date).stream())).containsExactly(new Day(date, name, off));
  }

  @Test
  void no_year_is_made_up() {
    assertThat(HolidayList.shipped()).containsOnlyKeys(2024, 2025, 2026);
  }

  @Test
  void the_form_of_holiday_cn_is_read_with_what_else_it_has() {
    var list = HolidayList.parse("""
        {"$schema":"s","$id":"i","year":2023,"papers":["https://www.gov.cn/x"],
         "days":[{"name":"元旦","date":"2023-01-01","isOffDay":true},{"name":"元旦","date":"2022-12-31","isOffDay":true}]}""");
    assertThat(list.days()).extracting(Day::date).containsExactly(LocalDate.of(2022, 12, 31), LocalDate.of(2023, 1, 1));
    assertThat(HolidayList.parse(list.json())).isEqualTo(list);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"{|/:", "[]|/year", "{\"year\":2026}|/days",
      "{\"year\":2026,\"papers\":[],\"days\":[]}|/days",
      "{\"year\":1999,\"days\":[{\"name\":\"元旦\",\"date\":\"1999-01-01\",\"isOffDay\":true}]}|/year",
      "{\"year\":2026,\"days\":[{\"name\":\"元旦\",\"date\":\"2026-13-01\",\"isOffDay\":true}]}|/days/0/date",
      "{\"year\":2026,\"days\":[{\"name\":\" \",\"date\":\"2026-01-01\",\"isOffDay\":true}]}|/days/0/name",
      "{\"year\":2026,\"days\":[{\"name\":\"元旦\",\"date\":\"2026-01-01\"}]}|/days/0",
      "{\"year\":2026,\"days\":[{\"name\":\"元旦\",\"date\":\"2025-06-01\",\"isOffDay\":true}]}|2025-06-01",
      "{\"year\":2026,\"days\":[{\"name\":\"a\",\"date\":\"2026-01-01\",\"isOffDay\":true},{\"name\":\"b\",\"date\":\"2026-01-01\",\"isOffDay\":false}]}|twice"})
  void a_broken_list_is_refused_with_the_place(String json, String place) {
    assertThatIllegalArgumentException().isThrownBy(() -> HolidayList.parse(json)).withMessageContaining(place);
  }
}
