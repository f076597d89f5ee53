package org.huiyin.flow;

import org.huiyin.flow.StudioStep.Ending;

/** Decides what happens next in a call in which a prompt is recorded; a {@link StudioVisit} acts. */
final class StudioWalk {
  static final int MOST_ATTEMPTS = 3;
  /** Of one call, which lasts a quarter of an hour at most. */
  static final int MOST_TAKES = 10;
  static final int MOST_HEARINGS = 10;
  static final int MOST_UNANSWERED = 3;

  private StudioWalk() {
  }

  static StudioStep start() {
    return new StudioStep.AskPin(1, false);
  }

  /** @throws IllegalStateException when this cannot come of the step */
  static StudioStep next(StudioStep step, StudioEvent event) {
    if (event instanceof StudioEvent.HungUp) {
      return new StudioStep.Gone();
    }
    if (event instanceof StudioEvent.ShutOut) {
      return end(Ending.SHUT_OUT);
    }
    return switch (step) {
      case StudioStep.AskPin(int attempt, _) when event instanceof StudioEvent.Entered(String digits) -> digits.isEmpty()
          ? askAgain(attempt, false)
          : new StudioStep.Admit(attempt, digits);
      case StudioStep.Admit(int attempt, _) when event instanceof StudioEvent.Wrong -> askAgain(attempt, true);
      case StudioStep.Admit _ when event instanceof StudioEvent.Admitted -> new StudioStep.Introduce();
      case StudioStep.Introduce _ when event instanceof StudioEvent.Said -> new StudioStep.Speak(1);
      case StudioStep.Speak(int take) when event instanceof StudioEvent.Spoken -> new StudioStep.Finish(take);
      case StudioStep.Speak(int take) when event instanceof StudioEvent.Refused(Refusal why) -> new StudioStep.Refuse(take, why);
      case StudioStep.Finish(int take) when event instanceof StudioEvent.Ready -> new StudioStep.Review(take, 1, 0);
      case StudioStep.Finish(int take) when event instanceof StudioEvent.Refused(Refusal why) -> new StudioStep.Refuse(take, why);
      case StudioStep.Refuse(int take, _) when event instanceof StudioEvent.Said -> anew(take);
      case StudioStep.Review review -> reviewed(review, event);
      case StudioStep.Keep _ when event instanceof StudioEvent.InForce -> end(Ending.KEPT);
      case StudioStep.Keep(int take) when event instanceof StudioEvent.Refused(Refusal why) -> new StudioStep.Refuse(take, why);
      default -> throw new IllegalStateException(event.getClass().getSimpleName() + " cannot come of " + step.getClass().getSimpleName());
    };
  }

  private static StudioStep reviewed(StudioStep.Review review, StudioEvent event) {
    char key = event instanceof StudioEvent.Pressed(char pressed) ? pressed : ' ';
    return switch (key) {
      case '1' -> heardAgain(review, review.unanswered());
      case '2' -> anew(review.take());
      case '#' -> new StudioStep.Keep(review.take());
      // a wrong key is not scolded: the question is asked once more
      default -> heardAgain(review, review.unanswered() + 1);
    };
  }

  private static StudioStep heardAgain(StudioStep.Review review, int unanswered) {
    return review.hearing() < MOST_HEARINGS && unanswered < MOST_UNANSWERED
        ? new StudioStep.Review(review.take(), review.hearing() + 1, unanswered)
        : end(Ending.UNCHANGED);
  }

  private static StudioStep anew(int take) {
    return take < MOST_TAKES ? new StudioStep.Speak(take + 1) : end(Ending.UNCHANGED);
  }

  private static StudioStep askAgain(int attempt, boolean wrong) {
    return attempt < MOST_ATTEMPTS ? new StudioStep.AskPin(attempt + 1, wrong) : end(Ending.WRONG_PIN);
  }

  private static StudioStep end(Ending how) {
    return new StudioStep.End(how);
  }
}
