package org.huiyin.flow.prompts;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbers as people say them, put together from sounds. Up to 99 a number is one sound, so that the usual ones sound natural; larger ones are joined
 * from thousands, hundreds and the rest. From 10,000 on the digits are said one by one.
 */
public final class SpokenNumber {
  private static final int JOINED_BELOW = 10_000;
  private static final String[] ZH_DIGITS = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  private static final String[] EN_BELOW_TWENTY = {"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      "eleven",
      "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  private static final String[] EN_TENS = {"", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"};

  private SpokenNumber() {
  }

  /** "Your ticket is today's number 42": the sounds, in their order. The sentence's beginning, {@code ticket-number}, is a text of the catalogue. */
  public static List<Prompt> ofToday(Language language, int number) {
    return switch (language) {
      case ZH -> Stream.concat(pieces(language, number).stream(), Stream.of(zhEnd())).toList();
      case EN -> pieces(language, number);
    };
  }

  /** @param number 0 or more */
  public static List<Prompt> pieces(Language language, int number) {
    if (number < 0) {
      throw new IllegalArgumentException("only numbers from 0 on are spoken");
    }
    if (number >= JOINED_BELOW) {
      return String.valueOf(number).chars().mapToObj(digit -> whole(language, digit - '0')).toList();
    }
    return language == Language.ZH ? zh(number) : en(number);
  }

  /** Every sound that a number may need. */
  public static List<Prompt> all(Language language) {
    var wholes = IntStream.rangeClosed(0, 99).mapToObj(n -> whole(language, n));
    var rounds = IntStream.rangeClosed(1, 9).boxed().flatMap(d -> Stream.of(hundreds(language, d), thousands(language, d)));
    var others = language == Language.ZH
        ? Stream.concat(IntStream.rangeClosed(10, 19).mapToObj(SpokenNumber::zhInner), Stream.of(zhEnd()))
        : Stream.of(enAnd());
    return Stream.of(wholes, rounds, others).flatMap(prompts -> prompts).toList();
  }

  private static List<Prompt> zh(int number) {
    if (number < 100) {
      return List.of(whole(Language.ZH, number));
    }
    var pieces = roundPart(Language.ZH, number);
    int rest = number % 100;
    if (rest > 0) {
      boolean gap = rest < 10 || number / 100 % 10 == 0;
      if (gap) {
        pieces.add(whole(Language.ZH, 0));
      }
      pieces.add(rest >= 10 && rest < 20 ? zhInner(rest) : whole(Language.ZH, rest));
    }
    return List.copyOf(pieces);
  }

  private static List<Prompt> en(int number) {
    if (number < 100) {
      return List.of(whole(Language.EN, number));
    }
    var pieces = roundPart(Language.EN, number);
    int rest = number % 100;
    if (rest > 0) {
      pieces.add(enAnd());
      pieces.add(whole(Language.EN, rest));
    }
    return List.copyOf(pieces);
  }

  private static List<Prompt> roundPart(Language language, int number) {
    var pieces = new ArrayList<Prompt>();
    if (number >= 1000) {
      pieces.add(thousands(language, number / 1000));
    }
    if (number / 100 % 10 > 0) {
      pieces.add(hundreds(language, number / 100 % 10));
    }
    return pieces;
  }

  private static Prompt whole(Language language, int below100) {
    return new Prompt(language, "n" + below100, language == Language.ZH ? zhWhole(below100) : enWhole(below100));
  }

  private static Prompt hundreds(Language language, int digit) {
    return new Prompt(language, "n" + digit + "00",
        language == Language.ZH ? zhCounting(digit) + "百" : EN_BELOW_TWENTY[digit] + " hundred");
  }

  private static Prompt thousands(Language language, int digit) {
    return new Prompt(language, "n" + digit + "000",
        language == Language.ZH ? zhCounting(digit) + "千" : EN_BELOW_TWENTY[digit] + " thousand");
  }

  /** Ten to nineteen after a hundred or a thousand, where the one is said: 一百一十二. */
  private static Prompt zhInner(int number) {
    return new Prompt(Language.ZH, "inner" + number, "一" + zhWhole(number));
  }

  private static Prompt zhEnd() {
    return new Prompt(Language.ZH, "number-end", "号。");
  }

  private static Prompt enAnd() {
    return new Prompt(Language.EN, "and", "and");
  }

  private static String zhWhole(int below100) {
    if (below100 < 10) {
      return ZH_DIGITS[below100];
    }
    var tens = below100 < 20 ? "" : ZH_DIGITS[below100 / 10];
    return tens + "十" + (below100 % 10 == 0 ? "" : ZH_DIGITS[below100 % 10]);
  }

  /** Two hundred and two thousand are counted with 两. */
  private static String zhCounting(int digit) {
    return digit == 2 ? "两" : ZH_DIGITS[digit];
  }

  private static String enWhole(int below100) {
    if (below100 < 20) {
      return EN_BELOW_TWENTY[below100];
    }
    return EN_TENS[below100 / 10] + (below100 % 10 == 0 ? "" : "-" + EN_BELOW_TWENTY[below100 % 10]);
  }
}
