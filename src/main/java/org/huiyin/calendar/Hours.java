package org.huiyin.calendar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The hours of one day: {@code 08:00-12:00,13:30-20:00}, and nothing for a day on which nobody is there. They are in order and apart; those that touch
 * are one.
 */
public record Hours(List<Span> spans) {
  public static final Hours NONE = new Hours(List.of());
  public static final Hours ALL_DAY = new Hours(List.of(new Span(0, Span.DAY)));
  private static final Pattern FORM = Pattern.compile("([01]\\d|2[0-3]):([0-5]\\d)-(?:([01]\\d|2[0-3]):([0-5]\\d)|24:00)");
  private static final int MOST = 6;

  public Hours {
    if (spans.size() > MOST) {
      throw new IllegalArgumentException("a day has at most " + MOST + " spans of hours");
    }
    spans = List.copyOf(spans);
    for (int i = 1; i < spans.size(); i++) {
      if (spans.get(i).from() <= spans.get(i - 1).to()) {
        throw new IllegalArgumentException("the hours of a day follow one another and do not touch");
      }
    }
  }

  /**
   * From a minute of the day up to another, which is no longer part of it.
   *
   * @param from 0 to 1439
   * @param to at most 1440, the midnight at the day's end
   */
  public record Span(int from, int to) {
    static final int DAY = 24 * 60;
    private static final int HOUR = 60;

    public Span {
      if (from < 0 || to > DAY || from >= to) {
        throw new IllegalArgumentException("hours begin before they end, between 00:00 and 24:00");
      }
    }

    @Override
    public String toString() {
      return "%02d:%02d-%02d:%02d".formatted(from / HOUR, from % HOUR, to / HOUR, to % HOUR);
    }
  }

  /**
   * @param text as {@link #toString} writes it; empty for none
   * @throws IllegalArgumentException when it is not of that form
   */
  public static Hours parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    return joined(Arrays.stream(text.replace('，', ',').replace('：', ':').split(",")).map(String::strip).map(Hours::span).toList());
  }

  private static Span span(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException("hours are written like 08:00-12:00,13:30-20:00");
    }
    int from = minutes(match.group(1), match.group(2));
    return new Span(from, match.group(3) == null ? Span.DAY : minutes(match.group(3), match.group(4)));
  }

  private static int minutes(String hour, String minute) {
    return Integer.parseInt(hour) * Span.HOUR + Integer.parseInt(minute);
  }

  private static Hours joined(List<Span> spans) {
    var joined = new ArrayList<Span>();
    for (var span : spans) {
      if (!joined.isEmpty() && joined.getLast().to() == span.from()) {
        joined.add(new Span(joined.removeLast().from(), span.to()));
      } else {
        joined.add(span);
      }
    }
    return new Hours(joined);
  }

  public boolean none() {
    return spans.isEmpty();
  }

  @Override
  public String toString() {
    return spans.stream().map(Span::toString).collect(Collectors.joining(","));
  }
}
