package org.huiyin.flow.prompts;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpokenNumberTest {
  @ParameterizedTest
  @CsvSource({"0,零", "1,一", "2,二", "10,十", "11,十一", "20,二十", "22,二十二", "42,四十二", "99,九十九", "100,一百", "101,一百零一", "110,一百一十",
      "112,一百一十二", "120,一百二十", "200,两百", "202,两百零二", "222,两百二十二", "999,九百九十九", "1000,一千", "1001,一千零一", "1010,一千零一十", "1012,一千零一十二",
      "1050,一千零五十", "1100,一千一百", "1102,一千一百零二", "1110,一千一百一十", "2000,两千", "2002,两千零二", "2200,两千两百", "2222,两千两百二十二", "9999,九千九百九十九",
      "12042,一二零四二"})
  void a_number_is_said_in_mandarin_as_people_count(int number, String said) {
    assertThat(joined(Language.ZH, number, "")).isEqualTo(said);
  }

  @ParameterizedTest
  @CsvSource({"0,zero", "1,one", "13,thirteen", "20,twenty", "42,forty-two", "100,one hundred", "101,one hundred and one",
      "115,one hundred and fifteen",
      "220,two hundred and twenty", "999,nine hundred and ninety-nine", "1000,one thousand", "1001,one thousand and one",
      "1100,one thousand one hundred", "2345,two thousand three hundred and forty-five", "9999,nine thousand nine hundred and ninety-nine",
      "10203,one zero two zero three"})
  void a_number_is_said_in_english_as_people_count(int number, String said) {
    assertThat(joined(Language.EN, number, " ")).isEqualTo(said);
  }

  @Test
  void every_mandarin_number_up_to_9999_reads_back_as_itself_and_sounds_like_no_other() {
    var heard = new HashSet<String>();
    for (int number = 1; number <= 9999; number++) {
      var said = joined(Language.ZH, number, "");
      assertThat(readMandarin(said)).as(said).isEqualTo(number);
      assertThat(said).doesNotContain("零零").doesNotEndWith("零").doesNotContain("二百").doesNotContain("二千").doesNotStartWith("一十");
      assertThat(heard.add(said)).as(said).isTrue();
    }
  }

  @Test
  void every_english_number_up_to_9999_reads_back_as_itself() {
    for (int number = 1; number <= 9999; number++) {
      var said = joined(Language.EN, number, " ");
      assertThat(readEnglish(said)).as(said).isEqualTo(number);
    }
  }

  @Test
  void every_piece_of_every_number_is_among_the_sounds_that_are_made() {
    for (Language language : Language.values()) {
      var made = new HashSet<>(SpokenNumber.all(language));
      assertThat(SpokenNumber.all(language)).doesNotHaveDuplicates();
      for (int number = 0; number <= 12_000; number++) {
        assertThat(made).as(language + " " + number).containsAll(SpokenNumber.ofToday(language, number));
      }
    }
  }

  @Test
  void the_number_of_today_ends_with_its_measure_word_in_mandarin() {
    assertThat(texts(SpokenNumber.ofToday(Language.ZH, 42))).containsExactly("四十二", "号。");
    assertThat(texts(SpokenNumber.ofToday(Language.EN, 42))).containsExactly("forty-two");
  }

  @Test
  void numbers_below_zero_are_refused() {
    assertThatThrownBy(() -> SpokenNumber.pieces(Language.ZH, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** An independent reader: digits times the unit behind them. */
  private static int readMandarin(String said) {
    int total = 0;
    int digit = 0;
    for (int i = 0; i < said.length(); i++) {
      char sign = said.charAt(i);
      int value = "零一二三四五六七八九".indexOf(sign);
      switch (sign) {
        case '两' -> digit = 2;
        case '十' -> {
          total += Math.max(digit, 1) * 10;
          digit = 0;
        }
        case '百' -> {
          total += digit * 100;
          digit = 0;
        }
        case '千' -> {
          total += digit * 1000;
          digit = 0;
        }
        default -> {
          assertThat(value).as(said).isNotNegative();
          digit = value;
        }
      }
    }
    return total + digit;
  }

  private static int readEnglish(String said) {
    var ones = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen",
        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen");
    var tens = List.of("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    int total = 0;
    int part = 0;
    for (String word : said.split("[ -]", -1)) {
      switch (word) {
        case "and" -> assertThat(part).as(said).isZero();
        case "hundred" -> {
          total += part * 100;
          part = 0;
        }
        case "thousand" -> {
          total += part * 1000;
          part = 0;
        }
        default -> part += tens.contains(word) ? 20 + 10 * tens.indexOf(word) : ones.indexOf(word);
      }
    }
    return total + part;
  }

  private static String joined(Language language, int number, String between) {
    return String.join(between, texts(SpokenNumber.pieces(language, number)));
  }

  private static List<String> texts(List<Prompt> prompts) {
    return prompts.stream().map(Prompt::text).collect(Collectors.toList());
  }
}
