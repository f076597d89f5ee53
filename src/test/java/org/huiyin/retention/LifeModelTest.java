package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.huiyin.retention.Life.Facts;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.huiyin.retention.RetentionPolicy.Matter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decisions of the life and of the policy against a plain calendar, through thousands of generated sequences of holds, liftings, corrections, purges, deaths
 * and time. Pure: no database, no clock.
 */
class LifeModelTest {
  private static final int SEQUENCES = 10_000;
  private static final int STEPS = 40;
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant START = Instant.parse("2024-02-27T06:30:00Z");

  /** A recording as the purge keeps it, and what a plain reader knows of it. */
  private static final class Rec {
    final Instant call;
    State state = State.KEPT;
    @Nullable
    Instant purgeAt;
    boolean urgent;
    boolean held;
    int certificates;
    @Nullable
    Instant dueSince;

    Rec(Instant call, boolean urgent) {
      this.call = call;
      this.urgent = urgent;
    }

    /** As a calendar on the wall says it, written down without the product's code. */
    Instant end() {
      var there = call.atZone(SHANGHAI);
      int year = there.getYear() + (urgent ? 2 : 1);
      boolean leapDay = there.getMonthValue() == 2 && there.getDayOfMonth() == 29 && !java.time.Year.isLeap(year);
      return leapDay
          ? LocalDate.of(year, 3, 1).atStartOfDay(SHANGHAI).toInstant()
          : there.withYear(year).toInstant();
    }
  }

  private final RetentionPolicy policy = new RetentionPolicy(new RetentionSettings(java.time.Period.ofYears(1), java.time.Period.ofYears(2),
      java.time.Period.ofYears(2), "0 30 3 * * ?", 200, Duration.ofMinutes(10), 20_000));

  @Test
  void a_held_recording_is_never_destroyed_a_live_one_never_early_a_due_one_always_in_the_end() {
    long first = System.nanoTime();
    long destroyed = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      destroyed += play(first + sequence);
    }
    assertThat(destroyed).as("the sequences reach destruction at all").isGreaterThan(SEQUENCES);
  }

  private long play(long seed) {
    var random = new Random(seed);
    var all = new ArrayList<Rec>();
    var now = START;
    for (int step = 0; step < STEPS; step++) {
      var told = "seed " + seed + ", step " + step;
      switch (random.nextInt(8)) {
        case 0, 1 -> all.add(new Rec(now.minusSeconds(random.nextInt(3600)), random.nextBoolean()));
        case 2 -> now = now.plus(Duration.ofDays(random.nextInt(300)));
        case 3 -> now = now.plus(Duration.ofMinutes(random.nextInt(2 * 24 * 60)));
        case 4 -> any(all, random).ifPresent(rec -> rec.held = true);
        case 5 -> any(all, random).ifPresent(rec -> rec.held = false);
        case 6 -> any(all, random).filter(rec -> !rec.state.begun()).ifPresent(rec -> rec.urgent = random.nextBoolean());
        default -> purge(all, now, random, told);
      }
    }
    // The service runs on: every hold is lifted, a night follows the other, nobody dies.
    all.forEach(rec -> rec.held = false);
    for (int night = 0; night < 2; night++) {
      purge(all, now, null, "seed " + seed + ", the end");
      now = now.plus(Life.DELAY);
    }
    purge(all, now, null, "seed " + seed + ", the end");
    for (var rec : all) {
      boolean due = !now.isBefore(rec.end());
      assertThat(rec.state == State.CERTIFIED).as("seed %d: due %s, state %s, call %s", seed, due, rec.state, rec.call).isEqualTo(due);
      assertThat(rec.certificates).as("seed %d", seed).isEqualTo(due ? 1 : 0);
    }
    return all.stream().filter(rec -> rec.state == State.CERTIFIED).count();
  }

  /** @param random when given, the run dies in front of any step */
  private void purge(List<Rec> all, Instant now, @Nullable Random random, String told) {
    for (var rec : all) {
      Move next;
      do {
        if (random != null && random.nextInt(12) == 0) {
          return;
        }
        next = look(rec, now);
        take(rec, next, now, told);
      } while (!(next instanceof Move.Stay) && !(next instanceof Move.Release));
    }
  }

  private Move look(Rec rec, Instant now) {
    var matter = rec.urgent ? Matter.URGENT : Matter.ORDINARY;
    var until = policy.decide(new RetentionPolicy.Facts(rec.call, SHANGHAI, matter), now).until();
    return Life.next(new Facts(rec.state, until, rec.held, rec.purgeAt), now);
  }

  private static void take(Rec rec, Move move, Instant now, String told) {
    var to = switch (move) {
      case Move.Stay _ -> rec.state;
      case Move.Schedule _ -> State.SCHEDULED;
      case Move.Release _ -> State.KEPT;
      case Move.DestroyKey _ -> State.KEY_DESTROYED;
      case Move.DeleteObject _ -> State.OBJECT_DELETED;
      case Move.ProveAbsent _ -> State.VERIFIED_ABSENT;
      case Move.Certify _ -> State.CERTIFIED;
    };
    if (!(move instanceof Move.Stay)) {
      rec.state.requireMayBecome(to);
    }
    if (move instanceof Move.Schedule(var at)) {
      rec.purgeAt = at;
      rec.dueSince = rec.state == State.SCHEDULED ? rec.dueSince : now;
    }
    if (move instanceof Move.Release) {
      rec.purgeAt = null;
      rec.dueSince = null;
    }
    if (move instanceof Move.DestroyKey) {
      assertThat(rec.held).as("%s: a held one", told).isFalse();
      assertThat(now).as("%s: a live one, its period ends %s", told, rec.end()).isAfterOrEqualTo(rec.end());
      assertThat(java.util.Objects.requireNonNull(rec.dueSince).plus(Life.DELAY)).as("%s: without its seven days", told)
          .isBeforeOrEqualTo(now);
    }
    if (move instanceof Move.Certify) {
      rec.certificates++;
    }
    rec.state = to;
  }

  private static java.util.Optional<Rec> any(List<Rec> all, Random random) {
    return all.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(all.get(random.nextInt(all.size())));
  }
}
