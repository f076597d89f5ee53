package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;

import org.huiyin.retention.RetentionPolicy.Facts;
import org.huiyin.retention.RetentionPolicy.Kind;
import org.huiyin.retention.RetentionPolicy.Verdict;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionPolicyTest {
  private static final Kind ORDINARY = new Kind(Category.DAILY_LIFE, Priority.NORMAL);
  private static final Kind URGENT = new Kind(Category.DAILY_LIFE, Priority.URGENT);
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final RetentionPolicy POLICY = policy(Period.ofYears(1), Period.ofYears(2), Period.ofYears(2));

  @ParameterizedTest
  @CsvSource({"DAILY_LIFE, NORMAL, daily-life-1y, 2027-11-23T14:30", "PUBLIC_AFFAIRS, URGENT, public-affairs-urgent-2y, 2028-11-23T14:30",
      "COMPLAINT, NORMAL, complaint-2y, 2028-11-23T14:30", "COMPLAINT, URGENT, complaint-urgent-2y, 2028-11-23T14:30",
      "UNSORTED, NORMAL, unsorted-1y, 2027-11-23T14:30"})
  void each_matter_has_its_rule(Category category, Priority priority, String policy, LocalDateTime until) {
    var call = LocalDateTime.parse("2026-11-23T14:30").atZone(SHANGHAI).toInstant();
    var verdict = POLICY.decide(new Facts(call, SHANGHAI, new Kind(category, priority), false), call);
    assertThat(verdict).isEqualTo(new Verdict.Keep(policy, until.atZone(SHANGHAI).toInstant()));
  }

  @Test
  void what_has_no_ticket_is_kept_as_long_as_the_longest_rule_says_and_an_open_ticket_always_two_years() {
    var call = Instant.parse("2026-11-23T06:30:00Z");
    var all = policy(Period.ofYears(1), Period.ofYears(1), Period.ofYears(1));
    assertThat(all.decide(new Facts(call, SHANGHAI, null, false), call).policy()).isEqualTo("no-ticket-1y");
    assertThat(POLICY.decide(new Facts(call, SHANGHAI, null, false), call).policy()).isEqualTo("no-ticket-2y");
    var open = all.decide(new Facts(call, SHANGHAI, ORDINARY, true), call);
    assertThat(open).isEqualTo(new Verdict.Keep("open-ticket-2y", Instant.parse("2028-11-23T06:30:00Z")));
  }

  @Test
  void a_recording_is_kept_to_the_last_instant_and_due_from_the_next_on() {
    var call = Instant.parse("2026-11-23T06:30:00.123456Z");
    var facts = new Facts(call, SHANGHAI, ORDINARY, false);
    var until = Instant.parse("2027-11-23T06:30:00.123456Z");
    assertThat(POLICY.decide(facts, until.minusNanos(1))).isEqualTo(new Verdict.Keep("daily-life-1y", until));
    assertThat(POLICY.decide(facts, until)).isEqualTo(new Verdict.Due("daily-life-1y", until));
  }

  @ParameterizedTest
  @CsvSource({
      // A day that the year does not have: the period ends with the last day of February.
      "2028-02-29T10:00, false, 2029-03-01T00:00", "2028-02-29T00:00, false, 2029-03-01T00:00",
      "2028-02-29T23:59, true, 2030-03-01T00:00", "2027-02-28T10:00, false, 2028-02-28T10:00",
      "2027-03-01T10:00, false, 2028-03-01T10:00", "2026-12-31T23:59, false, 2027-12-31T23:59"})
  void leap_years_never_shorten_a_period(LocalDateTime call, boolean urgent, LocalDateTime until) {
    var at = call.atZone(SHANGHAI).toInstant();
    assertThat(POLICY.decide(new Facts(at, SHANGHAI, urgent ? URGENT : ORDINARY, false), at).until())
        .isEqualTo(until.atZone(SHANGHAI).toInstant());
  }

  @Test
  void the_day_is_the_communitys_own() {
    // 28 February in London is 29 February in Shanghai already.
    var at = Instant.parse("2028-02-28T20:00:00Z");
    assertThat(POLICY.decide(new Facts(at, SHANGHAI, ORDINARY, false), at).until()).isEqualTo(Instant.parse("2029-02-28T16:00:00Z"));
    assertThat(POLICY.decide(new Facts(at, ZoneId.of("Europe/London"), ORDINARY, false), at).until())
        .isEqualTo(Instant.parse("2029-02-28T20:00:00Z"));
  }

  @Test
  void a_longer_standard_is_not_shortened_by_being_urgent() {
    var policy = policy(Period.ofMonths(18), Period.ofYears(1), Period.ofMonths(20));
    var call = Instant.parse("2026-11-23T06:30:00Z");
    assertThat(policy.decide(new Facts(call, SHANGHAI, new Kind(Category.COMPLAINT, Priority.URGENT), false), call).policy())
        .isEqualTo("complaint-urgent-20m");
    assertThat(policy.decide(new Facts(call, SHANGHAI, null, false), call).policy()).isEqualTo("no-ticket-20m");
    assertThat(policy.names()).hasSize(16).contains("daily-life-18m", "daily-life-urgent-1y", "complaint-20m", "no-ticket-20m",
        "open-ticket-2y");
  }

  /** Against a plain model that walks month by month on the calendar. */
  @RepeatedTest(5)
  void any_call_in_any_zone_is_kept_as_long_as_a_plain_calendar_says() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var zones = List.of(SHANGHAI, ZoneId.of("Europe/Berlin"), ZoneId.of("America/New_York"), ZoneId.of("Pacific/Apia"),
        ZoneId.of("Asia/Kathmandu"), ZoneId.of("UTC"));
    for (int i = 0; i < 2000; i++) {
      var zone = zones.get(random.nextInt(zones.size()));
      var months = 12 + random.nextInt(13);
      var call = Instant.ofEpochSecond(1_577_836_800L + random.nextInt(1_000_000_000), random.nextInt(1_000_000_000));
      if (random.nextInt(10) == 0) {
        call = LocalDateTime.of(LocalDate.of(2024 + 4 * random.nextInt(5), 2, 29), LocalTime.ofSecondOfDay(random.nextInt(86_400)))
            .atZone(zone).toInstant();
      }
      var told = "seed %d, round %d: %s in %s for %d months".formatted(seed, i, call, zone, months);
      var until = policy(Period.ofMonths(months), Period.ofYears(2), Period.ofYears(2))
          .decide(new Facts(call, zone, ORDINARY, false), call).until();
      assertThat(until).as(told).isEqualTo(expected(call.atZone(zone), months));
      // An hour is the most that daylight saving can take off a wall-clock year.
      assertThat(Duration.between(call, until)).as(told).isGreaterThanOrEqualTo(Duration.ofDays(365).minusHours(1))
          .isLessThanOrEqualTo(Duration.ofDays(732));
    }
  }

  private static Instant expected(ZonedDateTime call, int months) {
    int year = call.getYear();
    int month = call.getMonthValue();
    for (int i = 0; i < months; i++) {
      month++;
      if (month > 12) {
        month = 1;
        year++;
      }
    }
    try {
      // Of an hour that the clocks of autumn show twice it is the one with the call's own offset.
      return ZonedDateTime.ofLocal(LocalDateTime.of(LocalDate.of(year, month, call.getDayOfMonth()), call.toLocalTime()), call.getZone(),
          call.getOffset()).toInstant();
    } catch (java.time.DateTimeException _) {
      var next = month == 12 ? LocalDate.of(year + 1, 1, 1) : LocalDate.of(year, month + 1, 1);
      return next.atStartOfDay(call.getZone()).toInstant();
    }
  }

  private static RetentionPolicy policy(Period standard, Period urgent, Period complaint) {
    return new RetentionPolicy(new RetentionSettings(standard, urgent, complaint, "0 30 3 * * ?", 200, Duration.ofMinutes(10), 20_000));
  }
}
