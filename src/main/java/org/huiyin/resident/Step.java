package org.huiyin.resident;

import java.time.Duration;
import java.util.function.Predicate;

/** What a resident does on the telephone, one thing after the other. */
sealed interface Step {
  /** Waits, whatever is heard. */
  record Wait(Duration length) implements Step {
  }

  record WaitSinceAnswer(Duration length) implements Step {
  }

  /** Waits until so much sound was heard since the last thing done, or the limit is over. */
  record Hear(Duration sound, Duration limit) implements Step {
  }

  /** Waits until what was heard since the answer is what is waited for, or the limit is over. */
  record Recognise(Predicate<Sound> heard, Duration limit) implements Step {
  }

  /** Waits until something was heard and it has been quiet for so long, or the limit is over. */
  record HearOut(Duration quiet, Duration limit) implements Step {
  }

  /** Waits, as a caller does, until the hotline is asking; keys after an own sentence need no question. */
  record TakeTurnToPress() implements Step {
  }

  /** Waits for the tone after which the hotline listens. */
  record TakeTurnToSpeak() implements Step {
  }

  record Press(char key) implements Step {
  }

  record Say(Sound sound) implements Step {
  }

  /** Sends no more audio from then on, as telephones do that keep silence to themselves. */
  record FallMute() implements Step {
  }

  record Do(Runnable deed) implements Step {
  }

  /** Stays until the hotline hangs up, or the limit is over. */
  record Stay(Duration limit) implements Step {
  }
}
