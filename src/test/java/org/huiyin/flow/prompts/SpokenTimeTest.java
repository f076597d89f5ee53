package org.huiyin.flow.prompts;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpokenTimeTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  /** A Monday. */
  private static final ZonedDateTime NOW = LocalDateTime.of(2026, 11, 23, 21, 0).atZone(SHANGHAI);

  @ParameterizedTest
  @CsvSource({"2026-11-23T23:00, 今天晚上十一点", "2026-11-24T08:00, 明天早上八点", "2026-11-25T08:30, 后天早上八点半", "2026-11-26T09:05, 星期四上午九点零五分",
      "2026-11-29T12:00, 星期日中午十二点", "2026-11-28T14:15, 星期六下午两点十五分", "2026-11-24T00:00, 明天凌晨十二点", "2026-11-24T05:20, 明天凌晨五点二十分",
      "2026-11-30T08:00, 十一月三十日，早上八点", "2026-12-12T18:00, 十二月十二日，晚上六点", "2027-02-12T13:45, 二月十二日，下午一点四十五分",
      "2027-10-08T22:10, 十月八日，晚上十点十分"})
  void a_day_and_a_time_are_said_in_mandarin_as_people_say_them(LocalDateTime then, String said) {
    assertThat(joined(Language.ZH, then, "")).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-23T23:00, today at eleven P M", "2026-11-24T08:00, tomorrow at eight A M",
      "2026-11-25T08:30, Wednesday at eight thirty A M",
      "2026-11-26T09:05, Thursday at nine O five A M", "2026-11-29T12:00, Sunday at noon", "2026-11-29T12:30, Sunday at twelve thirty P M",
      "2026-11-24T00:00, tomorrow at midnight", "2026-11-24T00:15, tomorrow at twelve fifteen A M",
      "2026-11-30T08:00, November the thirtieth at eight A M", "2026-12-01T18:00, December the first at six P M",
      "2027-02-22T13:45, February the twenty-second at one forty-five P M"})
  void a_day_and_a_time_are_said_in_english_as_people_say_them(LocalDateTime then, String said) {
    assertThat(joined(Language.EN, then, " ")).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      2026-11-23T00:01 | 今天 | today
      2026-11-22T23:59 | 昨天 | yesterday
      2026-11-21T12:00 | 十一月二十一日， | November the twenty-first
      2026-03-05T12:00 | 三月五日， | March the fifth
      2025-12-31T12:00 | 二零二五年十二月三十一日， | December the thirty-first twenty twenty-five
      2010-01-01T12:00 | 二零一零年一月一日， | January the first twenty ten
      2009-01-01T12:00 | 二零零九年一月一日， | January the first two thousand and nine
      """)
  void a_day_that_has_gone_by_is_said_with_its_year_where_that_is_another(LocalDateTime then, String zh, String en) {
    var day = then.atZone(SHANGHAI);
    assertThat(SpokenTime.date(Language.ZH, NOW, day).stream().map(Prompt::text).collect(Collectors.joining())).isEqualTo(zh);
    assertThat(SpokenTime.date(Language.EN, NOW, day).stream().map(Prompt::text).collect(Collectors.joining(" "))).isEqualTo(en);
  }

  @Test
  void a_telephone_number_is_said_digit_by_digit() {
    assertThat(SpokenTime.digits(Language.ZH, "62110905").stream().map(Prompt::text).collect(Collectors.joining())).isEqualTo("六二幺幺零九零五");
    assertThat(SpokenTime.digits(Language.EN, "110").stream().map(Prompt::text).collect(Collectors.joining(" "))).isEqualTo("one one zero");
  }

  @Test
  void every_piece_that_a_moment_of_the_next_year_needs_is_among_the_sounds_that_are_made() {
    for (Language language : Language.values()) {
      var made = new HashSet<>(Stream.concat(SpokenNumber.all(language).stream(), SpokenTime.all(language).stream()).toList());
      assertThat(SpokenTime.all(language)).doesNotHaveDuplicates().extracting(Prompt::id)
          .doesNotContainAnyElementsOf(SpokenNumber.all(language).stream().map(Prompt::id).toList());
      for (int minutes = 0; minutes < 370 * 24 * 60; minutes += 61) {
        assertThat(made).containsAll(SpokenTime.when(language, NOW, NOW.plusMinutes(minutes)));
        assertThat(made).containsAll(SpokenTime.date(language, NOW, NOW.minusHours(minutes / 20)));
      }
      assertThat(made).containsAll(SpokenTime.digits(language, "0123456789"));
    }
    assertThat(PromptCatalogue.bundled().all()).extracting(Prompt::path).doesNotHaveDuplicates().containsAll(
        List.of("zh/hour-8", "en/the-31", "zh/digit-1"));
  }

  private static String joined(Language language, LocalDateTime then, String glue) {
    return SpokenTime.when(language, NOW, then.atZone(SHANGHAI)).stream().map(Prompt::text).collect(Collectors.joining(glue));
  }
}
