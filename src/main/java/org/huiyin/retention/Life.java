package org.huiyin.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The life of a recording as far as its end is concerned: which state may follow which, and what is to be done next. Knows nothing but what it is given.
 */
final class Life {
  /** Between the moment in which a destruction is scheduled and the first step that cannot be undone, whatever the cause. */
  static final Duration DELAY = Duration.ofDays(7);

  private Life() {
  }

  enum State {
    KEPT,
    /** It will be destroyed at a known moment unless something speaks against it; nobody hears it meanwhile. */
    SCHEDULED,
    /** Nobody can hear it any more, from no backup either once the ring has turned over. */
    KEY_DESTROYED, OBJECT_DELETED, VERIFIED_ABSENT, CERTIFIED;

    /** The only table of legal transitions. */
    private Set<State> next() {
      return switch (this) {
        case KEPT -> Set.of(SCHEDULED);
        case SCHEDULED -> Set.of(KEPT, SCHEDULED, KEY_DESTROYED);
        case KEY_DESTROYED -> Set.of(OBJECT_DELETED);
        case OBJECT_DELETED -> Set.of(VERIFIED_ABSENT);
        case VERIFIED_ABSENT -> Set.of(CERTIFIED);
        case CERTIFIED -> Set.of();
      };
    }

    boolean mayBecome(State other) {
      return next().contains(other);
    }

    /** @throws IllegalStateException with both names when there is no such transition */
    void requireMayBecome(State other) {
      if (!mayBecome(other)) {
        throw new IllegalStateException("a recording that is " + this + " cannot become " + other);
      }
    }

    /** Whether those who may listen at all may listen to it: from the moment in which its destruction is scheduled nobody does. */
    boolean heard() {
      return this == KEPT;
    }

    /** Whether its key is destroyed, so that nothing is left to be kept. */
    boolean begun() {
      return this != KEPT && this != SCHEDULED;
    }
  }

  /** Why it is scheduled. */
  enum Cause {
    /** The period's end. */
    PERIOD,
    /** The rule or the ticket changed, and by the new rule the period is over. */
    POLICY,
    /** A hold was lifted or ended. */
    HOLD,
    /** A long keep was ended. */
    LONG_KEEP,
    /** Two people decided so although its ticket is open. */
    DECISION,
    /** A person asked that what is stored about them be erased. */
    REQUEST
  }

  /** What keeps it whatever its period; each question is asked only where the ones before it were answered with no. */
  @Nullable
  static Keeper keeper(BooleanSupplier held, BooleanSupplier longKept, boolean openTicket, BooleanSupplier sentenced) {
    if (held.getAsBoolean()) {
      return Keeper.HOLD;
    }
    if (longKept.getAsBoolean()) {
      return Keeper.LONG_KEEP;
    }
    return openTicket && !sentenced.getAsBoolean() ? Keeper.OPEN_TICKET : null;
  }

  /**
   * @param until the end of its period by the rules as they are now
   * @param held whether anything keeps it now whatever its period
   * @param purgeAt for when it is scheduled; null when it is not
   */
  record Facts(State state, Instant until, boolean held, @Nullable Instant purgeAt) {
  }

  /** What is to be done next. */
  sealed interface Move {
    /** Nothing now. */
    record Stay() implements Move {
    }

    record Schedule(Instant purgeAt) implements Move {
    }

    /** Back to kept: a hold, a long keep, or a longer period came between. */
    record Release() implements Move {
    }

    record DestroyKey() implements Move {
    }

    record DeleteObject() implements Move {
    }

    record ProveAbsent() implements Move {
    }

    record Certify() implements Move {
    }
  }

  static Move next(Facts facts, Instant now) {
    return switch (facts.state()) {
      case KEPT -> facts.held() || tooSoon(facts, now) ? new Move.Stay() : new Move.Schedule(later(facts.until(), now.plus(DELAY)));
      case SCHEDULED -> facts.held() || tooSoon(facts, now) ? new Move.Release() : scheduled(facts, now);
      case KEY_DESTROYED -> new Move.DeleteObject();
      case OBJECT_DELETED -> new Move.ProveAbsent();
      case VERIFIED_ABSENT -> new Move.Certify();
      case CERTIFIED -> new Move.Stay();
    };
  }

  private static Move scheduled(Facts facts, Instant now) {
    var purgeAt = facts.purgeAt();
    if (purgeAt == null) {
      return new Move.Schedule(later(facts.until(), now.plus(DELAY)));
    }
    if (purgeAt.isBefore(facts.until())) {
      return new Move.Schedule(facts.until());
    }
    return now.isBefore(purgeAt) ? new Move.Stay() : new Move.DestroyKey();
  }

  private static boolean tooSoon(Facts facts, Instant now) {
    return now.isBefore(facts.until().minus(DELAY));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
