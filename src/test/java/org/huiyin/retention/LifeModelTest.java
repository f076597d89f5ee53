package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

import org.huiyin.recording.PlainRing;
import org.huiyin.retention.Life.Facts;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.huiyin.retention.RetentionPolicy.Kind;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The decisions of the life, of the policy, of what keeps a recording and of the clock's guard against a plain calendar, through thousands of generated
 * sequences of holds, liftings, long keeps, archived tickets, corrections, policies, requests, replays, purges, deaths, time, clocks that jump, and wrapping
 * keys that turn over. Pure: no database.
 */
class LifeModelTest {
  private static final int SEQUENCES = 10_000;
  private static final int STEPS = 40;
  /** How often the keys are looked at, at the least: the product does it each hour. */
  private static final Duration LOOK = Duration.ofHours(6);
  /** A month until the key is replaced, a month of rest, and what clocks may differ by. */
  private static final Duration TURNED_OVER = Duration.ofDays(62);
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
    boolean longKept;
    boolean open;
    boolean sentenced;
    int certificates;
    @Nullable
    Instant dueSince;
    /** From when on no backup opens it, as its certificate says. */
    @Nullable
    Instant unopenable;
    @Nullable
    Instant keyGone;

    Rec(Instant call, boolean urgent, boolean open) {
      this.call = call;
      this.urgent = urgent;
      this.open = open;
    }
  }

  /** All recordings, the true time, and the time that the machine shows. */
  private static final class World {
    final Random random;
    /** Draws what is no part of the seeds that are kept here as they once failed. */
    final Random aside;
    final List<Rec> all = new ArrayList<>();
    Instant real = START;
    Duration wrong = Duration.ZERO;
    Instant beat = START;
    Instant lastWrong = Instant.EPOCH;
    int normalYears = 1;
    int urgentYears = 2;
    final PlainRing<Rec> ring = new PlainRing<>(START);

    World(long seed) {
      random = new Random(seed);
      aside = new Random(~seed);
    }

    Instant shown() {
      return real.plus(wrong);
    }

    void recorded(Rec rec) {
      all.add(rec);
      ring.seal(rec);
    }

    boolean believed() {
      return ClockGuard.doubts(new ClockGuard.Sight(shown(), beat, null, null, null, null)).isEmpty();
    }

    /** The service runs on: a beat each minute, unless the clock is doubted. */
    void passes(Duration time) {
      boolean beats = believed();
      lastWrong = wrong.isZero() ? lastWrong : real.plus(time);
      var end = real.plus(time);
      while (real.isBefore(end)) {
        real = real.plus(LOOK).isBefore(end) ? real.plus(LOOK) : end;
        ring.turnOver(shown(), Integer.MAX_VALUE);
      }
      beat = beats ? shown() : beat;
    }

    Optional<Rec> any() {
      return any(random);
    }

    Optional<Rec> any(Random random) {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    /** As a calendar on the wall says it, written down without the product's code. */
    Instant end(Rec rec) {
      var there = rec.call.atZone(SHANGHAI);
      int year = there.getYear() + (rec.open ? 2 : rec.urgent ? urgentYears : normalYears);
      boolean leapDay = there.getMonthValue() == 2 && there.getDayOfMonth() == 29 && !java.time.Year.isLeap(year);
      return leapDay
          ? LocalDate.of(year, 3, 1).atStartOfDay(SHANGHAI).toInstant()
          : there.withYear(year).toInstant();
    }
  }

  @Test
  void what_is_kept_is_never_destroyed_a_live_one_never_early_a_due_one_always_in_the_end() {
    long first = System.nanoTime();
    long destroyed = 0;
    for (int sequence = 0; sequence < SEQUENCES; sequence++) {
      destroyed += play(first + sequence);
    }
    assertThat(destroyed).as("the sequences reach destruction at all").isGreaterThan(SEQUENCES);
  }

  /** Scheduled while the clock was months behind, which nobody doubted any more; by the right clock the seven days were over at once. */
  @Test
  void what_was_scheduled_by_a_clock_that_was_behind_has_its_seven_days_when_the_time_is_confirmed() {
    assertThat(play(42904076985247L)).isNotNegative();
  }

  private static long play(long seed) {
    var world = new World(seed);
    for (int step = 0; step < STEPS; step++) {
      act(world, "seed " + seed + ", step " + step);
      aside(world, "seed " + seed + ", step " + step);
    }
    // Two people confirm the right time, whatever keeps something ends, nobody dies, and a night follows the other.
    world.lastWrong = world.wrong.isZero() ? world.lastWrong : world.real;
    world.wrong = Duration.ZERO;
    confirmed(world);
    world.all.forEach(rec -> {
      rec.held = false;
      rec.longKept = false;
      rec.open = rec.open && !rec.sentenced;
    });
    for (int night = 0; night < 3; night++) {
      purge(world, null, "seed " + seed + ", the end");
      world.passes(Life.DELAY);
    }
    purge(world, null, "seed " + seed + ", the end");
    for (var rec : world.all) {
      boolean due = !rec.open && !world.real.isBefore(world.end(rec).plus(Life.DELAY));
      if (due || rec.state.begun()) {
        assertThat(rec.state).as("seed %d: due %s, call %s", seed, due, rec.call).isEqualTo(State.CERTIFIED);
      }
      assertThat(rec.certificates).as("seed %d", seed).isEqualTo(rec.state == State.CERTIFIED ? 1 : 0);
      assertThat(rec.open && !rec.sentenced && rec.state == State.SCHEDULED).as("seed %d: an open ticket's", seed).isFalse();
      assertThat(world.ring.opens(rec)).as("seed %d: %s", seed, rec.state).isEqualTo(!rec.state.begun());
    }
    unopenable(world, seed);
    return world.all.stream().filter(rec -> rec.state == State.CERTIFIED).count();
  }

  /** From the day on that its certificate names. Keys turn over by the clock: where that was wrong meanwhile, as long after it was put right. */
  private static void unopenable(World world, long seed) {
    var right = world.real.plus(TURNED_OVER);
    for (var rec : world.all.stream().sorted(Comparator.comparing(one -> from(world, one, right))).toList()) {
      var from = from(world, rec, right);
      world.passes(from.isAfter(world.real) ? Duration.between(world.real, from) : Duration.ZERO);
      assertThat(rec.state.begun() && world.ring.opensFromSomeBackup(rec)).as("seed %d: from a backup, after %s", seed, from).isFalse();
    }
  }

  private static Instant from(World world, Rec rec, Instant right) {
    var promised = rec.unopenable;
    if (promised == null || rec.keyGone == null) {
      return START;
    }
    return world.lastWrong.isBefore(rec.keyGone) || right.isBefore(promised) ? promised : right;
  }

  private static void act(World world, String told) {
    var random = world.random;
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> world
          .recorded(new Rec(world.real.minusSeconds(random.nextInt(3600)), random.nextBoolean(), random.nextInt(3) == 0));
      case 3, 4 -> world.passes(Duration.ofDays(random.nextInt(300)));
      case 5 -> world.passes(Duration.ofMinutes(random.nextInt(2 * 24 * 60)));
      case 6 -> world.any().ifPresent(rec -> rec.held = true);
      case 7 -> world.any().ifPresent(rec -> rec.held = false);
      case 8 -> world.any().filter(rec -> !rec.state.begun()).ifPresent(rec -> rec.urgent = random.nextBoolean());
      case 9 -> world.any().ifPresent(rec -> rec.longKept = random.nextBoolean());
      case 10 -> world.any().filter(rec -> !rec.state.begun()).ifPresent(rec -> rec.open = false);
      case 11 -> world.any().filter(rec -> decidable(world, rec)).ifPresent(rec -> rec.sentenced = true);
      case 12 -> {
        world.normalYears = 1 + random.nextInt(2);
        world.urgentYears = 1 + random.nextInt(2);
      }
      case 13 -> world.any().ifPresent(rec -> take(world, rec, look(world, rec), told + ", a request"));
      case 14 -> {
        if (world.wrong.isZero()) {
          int days = 2 + random.nextInt(1500);
          world.wrong = Duration.ofDays(random.nextBoolean() ? days : -days);
        } else {
          world.wrong = Duration.ZERO;
        }
        world.lastWrong = world.real;
      }
      // Only the right time is confirmed.
      case 15 -> {
        if (world.wrong.isZero()) {
          confirmed(world);
        }
      }
      default -> purge(world, random, told);
    }
  }

  /** What happens beside: somebody listens, and the keys turn over, whole or until the process dies. */
  private static void aside(World world, String told) {
    switch (world.aside.nextInt(6)) {
      case 0 -> world.any(world.aside).ifPresent(rec -> replay(world, rec, told));
      case 1 -> world.ring.turnOver(world.shown(), Integer.MAX_VALUE);
      case 2 -> world.ring.turnOver(world.shown(), world.aside.nextInt(6));
      default -> {
        // Nothing.
      }
    }
  }

  /** Whoever may listen hears what is kept, whatever became of the wrapping keys, and nothing else. */
  private static void replay(World world, Rec rec, String told) {
    assertThat(rec.state.heard() && world.ring.opens(rec)).as("%s: heard while it is %s", told, rec.state)
        .isEqualTo(rec.state == State.KEPT);
  }

  /** What was scheduled by another clock gets its seven days anew. */
  private static void confirmed(World world) {
    world.beat = world.real;
    var soonest = world.real.plus(Life.DELAY);
    world.all.stream().filter(rec -> rec.state == State.SCHEDULED && rec.purgeAt != null && rec.purgeAt.isBefore(soonest))
        .forEach(rec -> rec.purgeAt = soonest);
  }

  private static boolean decidable(World world, Rec rec) {
    return rec.state == State.KEPT && keeper(rec) == Keeper.OPEN_TICKET && !world.real.isBefore(world.end(rec));
  }

  /** @param random when given, the run dies in front of any step */
  private static void purge(World world, @Nullable Random random, String told) {
    for (var rec : world.all) {
      Move next;
      do {
        if (random != null && random.nextInt(12) == 0) {
          return;
        }
        next = look(world, rec);
        take(world, rec, next, told);
      } while (!(next instanceof Move.Stay) && !(next instanceof Move.Release));
    }
  }

  private static @Nullable Keeper keeper(Rec rec) {
    return Life.keeper(() -> rec.held, () -> rec.longKept, rec.open, () -> rec.sentenced);
  }

  /** As the product asks: the rules in force now, and the clock before each step that closes a recording or cannot be undone. */
  private static Move look(World world, Rec rec) {
    var policy = new RetentionPolicy(kind -> Period.ofYears(kind.priority() == Priority.URGENT ? world.urgentYears : world.normalYears));
    var kind = new Kind(Category.DAILY_LIFE, rec.urgent ? Priority.URGENT : Priority.NORMAL);
    var until = policy.decide(new RetentionPolicy.Facts(rec.call, SHANGHAI, kind, rec.open), world.shown()).until();
    var next = Life.next(new Facts(rec.state, until, keeper(rec) != null, rec.purgeAt), world.shown());
    return (next instanceof Move.Schedule || next instanceof Move.DestroyKey) && !world.believed() ? new Move.Stay() : next;
  }

  private static void take(World world, Rec rec, Move move, String told) {
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
      rec.dueSince = rec.state == State.SCHEDULED ? rec.dueSince : world.real;
    }
    if (move instanceof Move.Release) {
      rec.purgeAt = null;
      rec.dueSince = null;
    }
    if (move instanceof Move.DestroyKey) {
      assertThat(rec.held).as("%s: a held one", told).isFalse();
      assertThat(rec.longKept).as("%s: one that is kept long", told).isFalse();
      assertThat(rec.open && !rec.sentenced).as("%s: of an open ticket that nobody decided about", told).isFalse();
      assertThat(world.real).as("%s: a live one, its period ends %s", told, world.end(rec)).isAfterOrEqualTo(world.end(rec));
      assertThat(Objects.requireNonNull(rec.dueSince).plus(Life.DELAY)).as("%s: without its seven days", told)
          .isBeforeOrEqualTo(world.real);
    }
    if (move instanceof Move.DestroyKey) {
      rec.unopenable = world.ring.destroyed(rec, world.shown());
      rec.keyGone = world.real;
      world.ring.forget(rec);
    }
    if (move instanceof Move.Certify) {
      rec.certificates++;
    }
    rec.state = to;
  }

  @Test
  void the_first_reason_to_keep_it_is_named() {
    assertThat(Life.keeper(() -> true, () -> true, true, () -> true)).isEqualTo(Keeper.HOLD);
    assertThat(Life.keeper(() -> false, () -> true, true, () -> true)).isEqualTo(Keeper.LONG_KEEP);
    assertThat(Life.keeper(() -> false, () -> false, true, () -> false)).isEqualTo(Keeper.OPEN_TICKET);
    assertThat(Life.keeper(() -> false, () -> false, true, () -> true)).isNull();
    assertThat(Life.keeper(() -> false, () -> false, false, () -> false)).isNull();
  }
}
