package org.huiyin.flow;

import java.time.Duration;

import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;
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
    };
  }

  /** Does one thing wherever something can be done, as {@link MenuTrials#walk} says, and ends the walk when there is nothing more to do. */
  static Caller doing(String deeds) {
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
