package org.huiyin.ticket;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The number people use: {@code 20261123-0042}, one sequence for the installation and day.
 *
 * @param ofDay 1 or more; written with four digits at least
 */
public record TicketNumber(LocalDate day, int ofDay) {
  private static final Pattern FORM = Pattern.compile("(\\d{8})-(\\d{4,9})");

  public TicketNumber {
    if (ofDay < 1) {
      throw new IllegalArgumentException("tickets of a day are counted from 1");
    }
  }

  /** @throws IllegalArgumentException when the text is not of the form {@code 20261123-0042} */
  public static TicketNumber of(String text) {
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a ticket number looks like 20261123-0042");
    }
    try {
      return new TicketNumber(LocalDate.parse(parts.group(1), DateTimeFormatter.BASIC_ISO_DATE), Integer.parseInt(parts.group(2)));
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException("a ticket number begins with a date, such as 20261123", e);
    }
  }

  @Override
  public String toString() {
    return "%s-%04d".formatted(day.format(DateTimeFormatter.BASIC_ISO_DATE), ofDay);
  }
}
