package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.jspecify.annotations.Nullable;

/** Somebody thought up who takes the place of a {@link org.huiyin.telephony.CallSession}: what becomes of each step. */
interface Caller {
  Duration SPOKEN = Duration.ofSeconds(20);

  /** What they do while the notice or a menu is heard; null ends the walk before it. */
  @Nullable
  Outcome answers(Step step);

  /** What they say; null ends the walk before it. */
  @Nullable
  Listened speaks(Step.Listen step);

  /** What their number may be told; null ends the walk before it. */
  @Nullable
  List<Tickets.Standing> enquires();

  /** The matters of somebody who has none, or one to three, of different states and days. */
  static List<Tickets.Standing> matters(char deed, Instant now) {
    var all = List.of(new Tickets.Standing(TicketState.ACCEPTED, now.minus(Duration.ofDays(1))),
        new Tickets.Standing(TicketState.MISSED, now.minus(Duration.ofDays(12))),
        new Tickets.Standing(TicketState.ARCHIVED, now.minus(Duration.ofDays(400))));
    return deed >= '1' && deed <= '3' ? all.subList(0, deed - '0') : List.of();
  }

  /** Whether a key would be taken: while the notice plays, those that mean nothing are passed over. */
  private static boolean counts(Step step, char key) {
    return !(step instanceof Step.Notice notice) || notice.keys().indexOf(key) >= 0;
  }

  /** Presses the keys, one wherever a key counts, then none, and speaks when asked to. */
  static Caller pressing(String keys) {
    return new Caller() {
      private int pressed;

      @Override
      public Outcome answers(Step step) {
        return pressed < keys.length() && counts(step, keys.charAt(pressed))
            ? new Outcome.Key(keys.charAt(pressed++))
            : new Outcome.Silence();
      }

      @Override
      public Listened speaks(Step.Listen step) {
        return new Listened(SPOKEN, Listened.End.FINISHED);
      }

      @Override
      public List<Tickets.Standing> enquires() {
        return List.of();
      }
    };
  }

  /** Does one thing wherever something can be done, as {@link MenuTrials#walk} says, and ends the walk when there is nothing more to do. */
  static Caller doing(String deeds, Instant now) {
    return new Caller() {
      private int done;

      @Override
      public @Nullable Outcome answers(Step step) {
        if (done == deeds.length()) {
          return null;
        }
        char deed = deeds.charAt(done++);
        return switch (deed) {
          case MenuTrials.HANGS_UP -> new Outcome.HungUp();
          case MenuTrials.WAITS -> new Outcome.Silence();
          default -> counts(step, deed) ? new Outcome.Key(deed) : new Outcome.Silence();
        };
      }

      @Override
      public @Nullable List<Tickets.Standing> enquires() {
        return done == deeds.length() ? null : matters(deeds.charAt(done++), now);
      }

      @Override
      public @Nullable Listened speaks(Step.Listen step) {
        if (done == deeds.length()) {
          return null;
        }
        return switch (deeds.charAt(done++)) {
          case MenuTrials.HANGS_UP -> new Listened(SPOKEN, Listened.End.HUNG_UP);
          case MenuTrials.WAITS -> new Listened(step.silence(), Listened.End.SILENCE);
          case '#' -> new Listened(SPOKEN, Listened.End.FINISHED);
          default -> new Listened(SPOKEN.plus(step.silence()), Listened.End.SILENCE);
        };
      }
    };
  }
}
