package org.huiyin.retention;

import java.time.Instant;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.jspecify.annotations.Nullable;

/** Decides how long a recording is kept. Knows nothing but what it is given. */
final class RetentionPolicy {
  /** What an open ticket keeps is looked at by people after the longest time that there is. */
  private static final Rule OPEN = Rule.of("open-ticket", Period.ofYears(2));
  private static final String NO_TICKET = "no-ticket";
  private static final int SHORTEST = 12;
  private static final int LONGEST = 24;

  private final Map<Kind, Rule> rules;
  private final Rule unknown;

  RetentionPolicy(RetentionSettings settings) {
    this(kind -> settings.of(kind));
  }

  RetentionPolicy(Function<Kind, Period> periods) {
    this.rules = new HashMap<>();
    Kind.all().forEach(kind -> rules.put(kind, Rule.of(kind.name(), periods.apply(kind))));
    this.unknown = Rule.of(NO_TICKET,
        rules.values().stream().map(Rule::period).max(Comparator.comparingLong(Period::toTotalMonths)).orElseThrow());
  }

  /** What a ticket says about its matter. */
  record Kind(Category category, Priority priority) {
    static Stream<Kind> all() {
      return Arrays.stream(Category.values()).flatMap(category -> Arrays.stream(Priority.values()).map(one -> new Kind(category, one)));
    }

    /** Such as {@code daily-life} or {@code daily-life-urgent}. */
    String name() {
      return category.name().toLowerCase(Locale.ROOT).replace('_', '-') + (priority == Priority.URGENT ? "-urgent" : "");
    }

    /** The names of its rule under any period. */
    Stream<String> rules() {
      return Kind.rules(name());
    }

    static Stream<String> ofNoTicket() {
      return rules(NO_TICKET);
    }

    private static Stream<String> rules(String name) {
      return java.util.stream.IntStream.rangeClosed(SHORTEST, LONGEST).mapToObj(months -> Rule.of(name, Period.ofMonths(months)).name());
    }
  }

  /**
   * What is known about a recording's call and its matter.
   *
   * @param kind null when there is no ticket: kept as long as the longest rule says, since too long can be mended and too short cannot
   * @param open whether the ticket is not closed
   */
  record Facts(Instant callStartedAt, ZoneId zone, @Nullable Kind kind, boolean open) {
  }

  sealed interface Verdict {
    /** Such as {@code daily-life-1y}. */
    String policy();

    Instant until();

    record Keep(String policy, Instant until) implements Verdict {
    }

    record Due(String policy, Instant until) implements Verdict {
    }
  }

  Verdict decide(Facts facts, Instant now) {
    var rule = facts.kind() == null ? unknown : facts.open() ? OPEN : java.util.Objects.requireNonNull(rules.get(facts.kind()));
    var until = until(facts.callStartedAt().atZone(facts.zone()), rule.period());
    return now.isBefore(until) ? new Verdict.Keep(rule.name(), until) : new Verdict.Due(rule.name(), until);
  }

  /** The names of all rules as they are now: what was decided under another name is decided anew. */
  Set<String> names() {
    return Stream.concat(Stream.of(OPEN, unknown), rules.values().stream()).map(Rule::name).collect(Collectors.toUnmodifiableSet());
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
  }
}
