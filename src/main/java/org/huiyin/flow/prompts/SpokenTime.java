package org.huiyin.flow.prompts;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Days and times of the near future as people say them, and digits one by one, put together from sounds. */
public final class SpokenTime {
  private static final int WITHIN_A_WEEK = 7;
  private static final int HALF = 30;
  private static final int NOON = 12;
  private static final String[] ZH_WEEKDAYS = {"一", "二", "三", "四", "五", "六", "日"};
  private static final String[] ZH_MONTHS = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"};
  private static final String[] ZH_HOURS = {"十二", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十", "十一"};
  /** The digits of telephone numbers: a one is said so that nobody hears a seven. */
  private static final String[] ZH_DIGITS = {"零", "幺", "二", "三", "四", "五", "六", "七", "八", "九"};
  private static final String[] EN_ORDINALS = {"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
      "tenth",
      "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
      "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth", "twenty-sixth", "twenty-seventh", "twenty-eighth",
      "twenty-ninth", "thirtieth", "thirty-first"};

  private SpokenTime() {
  }

  /** "tomorrow at eight a.m.", "明天早上八点": the sounds, in their order. Up to a week away the day is named by itself, beyond by its date. */
  public static List<Prompt> when(Language language, ZonedDateTime now, ZonedDateTime then) {
    var pieces = new ArrayList<>(day(language, now, then));
    pieces.addAll(time(language, then.toLocalTime()));
    return List.copyOf(pieces);
  }

  /** "yesterday", "三月五日，", "二零二五年三月五日，": the sounds of a day, with its year where that is another one. */
  public static List<Prompt> date(Language language, ZonedDateTime now, ZonedDateTime then) {
    if (ChronoUnit.DAYS.between(now.toLocalDate(), then.toLocalDate()) == -1) {
      return List.of(near(language, "yesterday"));
    }
    var day = day(language, now, then);
    if (then.getYear() == now.getYear() || day.size() == 1) {
      return day;
    }
    return (language == Language.ZH
        ? Stream.concat(zhYear(then.getYear()), day.stream())
        : Stream.concat(day.stream(), enYear(then.getYear()))).toList();
  }

  private static Stream<Prompt> zhYear(int year) {
    return Stream.concat(String.valueOf(year).chars().mapToObj(digit -> SpokenNumber.pieces(Language.ZH, digit - '0').getFirst()),
        Stream.of(piece(Language.ZH, "year", "年")));
  }

  /** Twenty twenty-five; two thousand and nine. */
  private static Stream<Prompt> enYear(int year) {
    return year % 1000 < 10
        ? SpokenNumber.pieces(Language.EN, year).stream()
        : Stream.concat(SpokenNumber.pieces(Language.EN, year / 100).stream(), SpokenNumber.pieces(Language.EN, year % 100).stream());
  }

  /** A telephone number, digit by digit. */
  public static List<Prompt> digits(Language language, String number) {
    return number.chars().mapToObj(digit -> digit(language, digit - '0')).toList();
  }

  /** Every sound that a day, a time or a telephone number may need and that {@link SpokenNumber} does not have. */
  public static List<Prompt> all(Language language) {
    var days = Stream.concat(Stream.of("yesterday", "today", "tomorrow").map(day -> near(language, day)),
        Stream.of(DayOfWeek.values()).map(day -> weekday(language, day)));
    var months = Stream.of(Month.values()).map(month -> month(language, month));
    var digits = IntStream.rangeClosed(0, 9).mapToObj(digit -> digit(language, digit));
    var own = language == Language.ZH
        ? Stream.of(
            Stream.of(near(language, "after-tomorrow"), piece(language, "day-of-month", "日，"), piece(language, "half", "半"),
                piece(language, "year", "年"),
                piece(language, "minutes", "分")),
            IntStream.of(0, 6, 9, 12, 13, 18).mapToObj(SpokenTime::period),
            IntStream.rangeClosed(0, 11).mapToObj(SpokenTime::zhHour)).flatMap(pieces -> pieces)
        : Stream.concat(Stream.of("at", "am", "pm", "noon", "midnight", "oh").map(SpokenTime::word),
            IntStream.rangeClosed(1, EN_ORDINALS.length).mapToObj(SpokenTime::ordinal));
    return Stream.of(days, months, digits, own).flatMap(pieces -> pieces).toList();
  }

  private static List<Prompt> day(Language language, ZonedDateTime now, ZonedDateTime then) {
    long away = ChronoUnit.DAYS.between(now.toLocalDate(), then.toLocalDate());
    if (away == 0) {
      return List.of(near(language, "today"));
    }
    if (away == 1) {
      return List.of(near(language, "tomorrow"));
    }
    if (away == 2 && language == Language.ZH) {
      return List.of(near(language, "after-tomorrow"));
    }
    if (away > 0 && away < WITHIN_A_WEEK) {
      return List.of(weekday(language, then.getDayOfWeek()));
    }
    return language == Language.ZH
        ? Stream.of(Stream.of(month(language, then.getMonth())), SpokenNumber.pieces(language, then.getDayOfMonth()).stream(),
            Stream.of(piece(language, "day-of-month", "日，"))).flatMap(pieces -> pieces).toList()
        : List.of(month(language, then.getMonth()), ordinal(then.getDayOfMonth()));
  }

  private static List<Prompt> time(Language language, LocalTime time) {
    var pieces = new ArrayList<Prompt>();
    if (language == Language.ZH) {
      pieces.add(period(time.getHour()));
      pieces.add(zhHour(time.getHour() % NOON));
      zhMinutes(time.getMinute(), pieces);
      return pieces;
    }
    pieces.add(word("at"));
    if (time.getMinute() == 0 && time.getHour() % NOON == 0) {
      pieces.add(word(time.getHour() == 0 ? "midnight" : "noon"));
      return pieces;
    }
    pieces.addAll(SpokenNumber.pieces(language, time.getHour() % NOON == 0 ? NOON : time.getHour() % NOON));
    if (time.getMinute() > 0) {
      if (time.getMinute() < 10) {
        pieces.add(word("oh"));
      }
      pieces.addAll(SpokenNumber.pieces(language, time.getMinute()));
    }
    pieces.add(word(time.getHour() < NOON ? "am" : "pm"));
    return pieces;
  }

  private static void zhMinutes(int minute, List<Prompt> pieces) {
    if (minute == HALF) {
      pieces.add(piece(Language.ZH, "half", "半"));
    } else if (minute > 0) {
      if (minute < 10) {
        pieces.addAll(SpokenNumber.pieces(Language.ZH, 0));
      }
      pieces.addAll(SpokenNumber.pieces(Language.ZH, minute));
      pieces.add(piece(Language.ZH, "minutes", "分"));
    }
  }

  private static Prompt near(Language language, String day) {
    return piece(language, day, switch (day) {
      case "yesterday" -> language == Language.ZH ? "昨天" : "yesterday";
      case "today" -> language == Language.ZH ? "今天" : "today";
      case "tomorrow" -> language == Language.ZH ? "明天" : "tomorrow";
      default -> "后天";
    });
  }

  private static Prompt weekday(Language language, DayOfWeek day) {
    return piece(language, "weekday-" + day.getValue(),
        language == Language.ZH ? "星期" + ZH_WEEKDAYS[day.getValue() - 1] : day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  private static Prompt month(Language language, Month month) {
    return piece(language, "month-" + month.getValue(),
        language == Language.ZH ? ZH_MONTHS[month.getValue() - 1] + "月" : month.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  private static Prompt period(int hour) {
    return hour < 6
        ? piece(Language.ZH, "period-night", "凌晨")
        : hour < 9
            ? piece(Language.ZH, "period-early", "早上")
            : hour < NOON
                ? piece(Language.ZH, "period-morning", "上午")
                : hour == NOON
                    ? piece(Language.ZH, "period-noon", "中午")
                    : hour < 18 ? piece(Language.ZH, "period-afternoon", "下午") : piece(Language.ZH, "period-evening", "晚上");
  }

  private static Prompt zhHour(int ofTwelve) {
    return piece(Language.ZH, "hour-" + ofTwelve, ZH_HOURS[ofTwelve] + "点");
  }

  private static Prompt ordinal(int day) {
    return piece(Language.EN, "the-" + day, "the " + EN_ORDINALS[day - 1]);
  }

  private static Prompt word(String word) {
    return piece(Language.EN, "time-" + word, switch (word) {
      case "am" -> "A M";
      case "pm" -> "P M";
      case "oh" -> "O";
      default -> word;
    });
  }

  private static Prompt digit(Language language, int digit) {
    return piece(language, "digit-" + digit,
        language == Language.ZH ? ZH_DIGITS[digit] : SpokenNumber.pieces(language, digit).getFirst().text());
  }

  private static Prompt piece(Language language, String id, String text) {
    return new Prompt(language, id, text);
  }
}
