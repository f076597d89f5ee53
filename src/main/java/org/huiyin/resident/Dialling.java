package org.huiyin.resident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A call in the making: what the resident will do, in order. Every method gives a new value. */
public final class Dialling {
  private final Resident resident;
  private final String number;
  private final List<Step> steps;

  Dialling(Resident resident, String number, List<Step> steps) {
    this.resident = resident;
    this.number = number;
    this.steps = List.copyOf(steps);
  }

  /** Presses the keys one by one, each when the hotline is asking; after an own sentence at once. */
  public Dialling presses(String keys) {
    Dialling pressed = this;
    for (int i = 0; i < keys.length(); i++) {
      pressed = pressed.and(new Step.TakeTurnToPress()).and(press(keys.charAt(i)));
    }
    return pressed;
  }

  /** Presses the keys at once, whatever is being said. */
  public Dialling pressesNow(String keys) {
    Dialling pressed = this;
    for (int i = 0; i < keys.length(); i++) {
      pressed = pressed.and(press(keys.charAt(i)));
    }
    return pressed;
  }

  /** Speaks when the hotline has given the tone after which it listens. */
  public Dialling says(Sound sound) {
    return and(new Step.TakeTurnToSpeak()).saysNow(sound);
  }

  public Dialling saysNow(Sound sound) {
    return and(new Step.Say(sound));
  }

  /** From now on the telephone sends nothing, as those do that keep silence to themselves. */
  public Dialling fallsMute() {
    return and(new Step.FallMute());
  }

  public Dialling waits(Duration length) {
    return and(new Step.Wait(length));
  }

  public Dialling waitsUntil(Duration sinceAnswer) {
    return and(new Step.WaitSinceAnswer(sinceAnswer));
  }

  /** Listens until so much sound (silence not counted) was heard since the last thing done. */
  public Dialling hears(Duration sound, Duration limit) {
    return and(new Step.Hear(sound, limit));
  }

  /**
   * Listens until something certain was heard.
   *
   * @param heard whether it is in all that was heard since the answer; asked about ten times a second, on the resident's own thread
   */
  public Dialling recognises(Predicate<Sound> heard, Duration limit) {
    return and(new Step.Recognise(heard, limit));
  }

  /** Listens until the hotline has said something and been quiet for so long. */
  public Dialling hearsOut(Duration quiet, Duration limit) {
    return and(new Step.HearOut(quiet, limit));
  }

  /** Something happens in the world at this moment of the call. */
  public Dialling meanwhile(Runnable deed) {
    return and(new Step.Do(deed));
  }

  public PlannedCall hangsUp() {
    return new PlannedCall(resident, number, steps, Optional.empty());
  }

  /** Hangs up so long after the answer, whatever is left to do. */
  public PlannedCall hangsUpAfter(Duration sinceAnswer) {
    return new PlannedCall(resident, number, and(new Step.Stay(sinceAnswer)).steps, Optional.of(sinceAnswer));
  }

  /** Stays on the line until the hotline hangs up, or hangs up when the limit is over. */
  public PlannedCall staysOnTheLine(Duration limit) {
    return new PlannedCall(resident, number, and(new Step.Stay(limit)).steps, Optional.empty());
  }

  private static Step press(char key) {
    Rtp.event(key);
    return new Step.Press(key);
  }

  private Dialling and(Step step) {
    List<Step> more = new ArrayList<>(steps);
    more.add(step);
    return new Dialling(resident, number, more);
  }
}
