package org.huiyin.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Reads and writes marks in their text form, {@code kind@fromMs-toMs;...}. What is not a mark is left out: a call is worth more than its marks. */
final class Marks {
  private static final Pattern MARK = Pattern.compile("(notice|prompt|key|message|replaced)([0-9a-z*#-]{0,40})@([0-9]{1,9})-([0-9]{1,9})?");
  private static final int MOST = 500;

  private Marks() {
  }

  static List<Mark> parse(String text) {
    var marks = new ArrayList<Mark>();
    for (var piece : text.split(";", MOST + 1)) {
      var matcher = MARK.matcher(piece);
      if (matcher.matches()) {
        marks.add(mark(matcher));
      }
    }
    return List.copyOf(marks);
  }

  static String format(List<Mark> marks) {
    return marks.stream().map(Marks::format).collect(Collectors.joining(";"));
  }

  private static Mark mark(Matcher matcher) {
    var from = Duration.ofMillis(Long.parseLong(matcher.group(3)));
    var to = end(matcher.group(4));
    return new Mark(matcher.group(1), matcher.group(2), from, to == null || to.compareTo(from) >= 0 ? to : from);
  }

  private static @Nullable Duration end(@Nullable String millis) {
    return millis == null ? null : Duration.ofMillis(Long.parseLong(millis));
  }

  private static String format(Mark mark) {
    var to = mark.to();
    return mark.kind() + mark.detail() + "@" + mark.from().toMillis() + "-" + (to == null ? "" : to.toMillis());
  }
}
