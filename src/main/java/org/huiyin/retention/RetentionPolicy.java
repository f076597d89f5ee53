package org.huiyin.retention;

import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides how long a recording is kept. Knows nothing but what it is given. */
final class RetentionPolicy {
  private final Rule standard;
  private final Rule urgent;
  private final Rule complaint;
  private final Rule unsorted;

  RetentionPolicy(RetentionSettings settings) {
    this(settings.standard(), settings.urgent(), settings.complaint());
  }

  RetentionPolicy(Period standard, Period urgent, Period complaint) {
    this.standard = Rule.of("standard", standard);
    this.urgent = Rule.of("urgent", urgent);
    this.complaint = Rule.of("complaint", complaint);
    this.unsorted = Rule.of("unsorted", Stream.of(this.standard, this.urgent, this.complaint).reduce(Rule::longer).orElseThrow().period());
  }

  /** What is known about a recording's call and its matter. */
  record Facts(Instant callStartedAt, ZoneId zone, Matter matter) {
  }

  enum Matter {
    ORDINARY, URGENT, COMPLAINT, URGENT_COMPLAINT,
    /** Nobody knows, since there is no ticket: kept as long as the longest rule says, since too long can be mended and too short cannot. */
    UNKNOWN
  }

  sealed interface Verdict {
    /** Such as {@code standard-1y}. */
    String policy();

    Instant until();

    record Keep(String policy, Instant until) implements Verdict {
    }

    record Due(String policy, Instant until) implements Verdict {
    }
  }

  Verdict decide(Facts facts, Instant now) {
    var rule = switch (facts.matter()) {
      case ORDINARY -> standard;
      case URGENT -> urgent;
      case COMPLAINT -> complaint;
      case URGENT_COMPLAINT -> urgent.longer(complaint);
      case UNKNOWN -> unsorted;
    };
    var until = until(facts.callStartedAt().atZone(facts.zone()), rule.period());
    return now.isBefore(until) ? new Verdict.Keep(rule.name(), until) : new Verdict.Due(rule.name(), until);
  }

  /** The names of all rules as they are now: what was decided under another name is decided anew. */
  Set<String> names() {
    return Stream.of(standard, urgent, complaint, unsorted).map(Rule::name).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The same moment of the corresponding day. Where that month has no such day (29 February and a year), the period ends with the month's last day
   * (Civil Code, article 202), so at the beginning of the next one and never earlier than a whole year.
   */
  private static Instant until(ZonedDateTime start, Period period) {
    var month = YearMonth.from(start).plusMonths(period.toTotalMonths());
    if (start.getDayOfMonth() <= month.lengthOfMonth()) {
      return start.plusMonths(period.toTotalMonths()).toInstant();
    }
    return month.plusMonths(1).atDay(1).atStartOfDay(start.getZone()).toInstant();
  }

  private record Rule(String name, Period period) {
    static Rule of(String kind, Period period) {
      long months = period.toTotalMonths();
      return new Rule(kind + "-" + (months % 12 == 0 ? months / 12 + "y" : months + "m"), period);
    }

    Rule longer(Rule other) {
      return other.period.toTotalMonths() > period.toTotalMonths() ? other : this;
    }
  }
}
