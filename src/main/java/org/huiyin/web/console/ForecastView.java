package org.huiyin.web.console;

import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import org.huiyin.retention.RetentionForecast;
import org.huiyin.retention.RetentionForecast.Outlook;
import org.huiyin.web.Viewer;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** The forecast as bars beside their numbers: one table, which is read aloud as well as seen. */
@Component
class ForecastView {
  private static final double GB = 1e9;
  private static final int WHOLE = 100;

  /** @param width of the bar, in per cent of the longest */
  record Bar(String month, long recordings, String size, long held, double width) {
  }

  record Chart(List<Bar> bars, long recordings, String size, long held, Moment asOf) {
    public boolean empty() {
      return recordings == 0 && held == 0;
    }
  }

  private final RetentionForecast forecast;
  private final Words words;

  ForecastView(RetentionForecast forecast, Words words) {
    this.forecast = forecast;
    this.words = words;
  }

  Chart chart(Viewer viewer) {
    var outlook = forecast.of(viewer.shown());
    long most = outlook.months().stream().mapToLong(RetentionForecast.Month::recordings).max().orElse(0);
    return new Chart(outlook.months().stream().map(month -> bar(month, most)).toList(), sum(outlook, Sum.RECORDINGS),
        size(sum(outlook, Sum.BYTES)), sum(outlook, Sum.HELD), words.moment(outlook.asOf(), words.zone(viewer)));
  }

  private enum Sum {
    RECORDINGS, BYTES, HELD
  }

  private static long sum(Outlook outlook, Sum what) {
    return outlook.months().stream().mapToLong(month -> switch (what) {
      case RECORDINGS -> month.recordings();
      case BYTES -> month.bytes();
      case HELD -> month.held();
    }).sum();
  }

  private Bar bar(RetentionForecast.Month month, long most) {
    double width = most == 0 ? 0 : Math.round(WHOLE * 10.0 * month.recordings() / most) / 10.0;
    return new Bar(name(month.month()), month.recordings(), size(month.bytes()), month.held(),
        month.recordings() > 0 ? Math.max(width, 1) : 0);
  }

  private String name(YearMonth month) {
    return DateTimeFormatter.ofPattern(words.say("forecast.month-of"), LocaleContextHolder.getLocale()).format(month);
  }

  static String size(long bytes) {
    double gigabytes = bytes / GB;
    return bytes == 0
        ? "0 GB"
        : String.format(Locale.ROOT, gigabytes >= 10 ? "%.0f GB" : gigabytes >= 0.1 ? "%.1f GB" : "%.3f GB",
            Math.max(gigabytes, 0.001));
  }
}
