package org.huiyin.resident;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.huiyin.resident.Dialogue.State;
import org.huiyin.resident.Outcome.Act;
import org.huiyin.resident.Outcome.End;

/** One resident on the telephone: does the script's steps one after the other, by what the ear hears and SIPp reports. */
final class Conversation {
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  private static final Duration TO_HANG_UP = Duration.ofSeconds(5);
  private static final Duration TO_PRESS = Duration.ofSeconds(5);
  /** From one key to the next: nobody presses faster, and both kinds of keys keep the pace. */
  private static final Duration ONE_KEY = Duration.ofMillis(260);
  private static final Duration A_QUESTION = Duration.ofSeconds(1);
  private static final Duration WAITING_FOR_A_KEY = Duration.ofSeconds(3);
  private static final Duration AFTER_THE_TONE = Duration.ofMillis(150);
  /** So long a silence is no pause: the hotline listens, even if its tone was missed. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(8);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long GLANCE = 5_000_000;
  /** Recognising looks at all that was heard. */
  private static final long A_MOMENT = 100_000_000;

  private final PlannedCall plan;
  private final Line line;
  private final Sipp sipp;
  private final Dialogue dialogue;
  private final List<Act> acts = new ArrayList<>();
  private Duration heardAtLastAct = Duration.ZERO;
  private long lastActAt;
  private boolean spokeLast;

  Conversation(PlannedCall plan, Line line, Sipp sipp, Dialogue dialogue) {
    this.plan = plan;
    this.line = line;
    this.sipp = sipp;
    this.dialogue = dialogue;
  }

  /** @param latest how much later than the first call of its crowd this one may be dialled */
  Outcome hold(Duration latest) {
    line.listen();
    if (!until(TO_ANSWER.plus(latest), () -> dialogue.state() != State.RINGING)) {
      return new Outcome.Failed(dialogue.sipCallId(),
          "no answer from " + plan.resident().hotline() + " within " + TO_ANSWER.toSeconds() + " s");
    }
    if (dialogue.answeredAt() == 0) {
      sipp.awaitEnd(Duration.ofSeconds(2));
      return sipp.whyBroken(dialogue);
    }
    if (!plan.resident().isMute()) {
      line.speakTo(new InetSocketAddress(plan.resident().hotline().host(), dialogue.hotlinePort()));
    }
    lastActAt = answeredAt();
    boolean all = plan.steps().stream().allMatch(this::does);
    End end = end();
    if (dialogue.state() == State.BROKEN && end != End.NOBODY) {
      sipp.awaitEnd(Duration.ofSeconds(2));
      return sipp.whyBroken(dialogue);
    }
    return talked(all, end);
  }

  private Outcome talked(boolean all, End end) {
    long endedAt = System.nanoTime();
    long answeredAt = answeredAt();
    return new Outcome.Talked(dialogue.sipCallId(), Duration.ofNanos(answeredAt - dialogue.dialledAt()),
        line.ear().firstPacketAt().map(first -> Duration.ofNanos(first - answeredAt)), Duration.ofNanos(endedAt - answeredAt), end,
        line.ear().everything(answeredAt, endedAt), List.copyOf(acts), all);
  }

  private End end() {
    if (dialogue.talking()) {
      sipp.hangUp(dialogue);
      until(TO_HANG_UP, () -> !dialogue.talking());
    }
    return switch (dialogue.state()) {
      case RESIDENT_HUNG_UP -> End.RESIDENT;
      case HOTLINE_HUNG_UP -> End.HOTLINE;
      default -> End.NOBODY;
    };
  }

  /** Does a step; {@code false} if the call ended meanwhile, so that the rest is not done. */
  private boolean does(Step step) {
    switch (step) {
      case Step.Wait(Duration length) -> untilOver(length, () -> false);
      case Step.WaitSinceAnswer(Duration length) -> untilOver(length.minus(sinceAnswer()), () -> false);
      case Step.Hear(Duration sound, Duration limit) -> untilOver(limit, () -> heardSinceLastAct().compareTo(sound) >= 0);
      case Step.Recognise(Predicate<Sound> heard, Duration limit) -> recognise(heard, limit);
      case Step.HearOut(Duration quiet, Duration limit) ->
        untilOver(limit, () -> heardSinceLastAct().compareTo(A_QUESTION) >= 0 && quiet().compareTo(quiet) >= 0);
      case Step.TakeTurnToPress() -> takeTurn();
      case Step.TakeTurnToSpeak() -> untilOver(PATIENCE, () -> askedToSpeak() || quiet().compareTo(GIVEN_UP) >= 0);
      case Step.Press(char key) -> press(key);
      case Step.Say(Sound sound) -> say(sound);
      case Step.FallMute() -> line.mute();
      case Step.Do(Runnable deed) -> deed.run();
      case Step.Stay(Duration limit) -> {
        untilOver(limit, () -> false);
        return true;
      }
    }
    return goesOn();
  }

  private void recognise(Predicate<Sound> heard, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (goesOn() && System.nanoTime() < deadline && !heard.test(line.ear().everything(answeredAt(), System.nanoTime()))) {
      LockSupport.parkNanos(A_MOMENT);
    }
  }

  private void takeTurn() {
    if (spokeLast) {
      return;
    }
    Duration notice = plan.resident().notice();
    boolean firstKey = acts.isEmpty();
    untilOver(PATIENCE, () -> (!firstKey || sinceFirstSound().compareTo(notice) >= 0)
        && (heardSinceLastAct().compareTo(A_QUESTION) >= 0 || quiet().compareTo(WAITING_FOR_A_KEY) >= 0));
  }

  private boolean askedToSpeak() {
    return line.ear().lastBeepAt().filter(at -> at > lastActAt).isPresent() && quiet().compareTo(AFTER_THE_TONE) >= 0;
  }

  private void press(char key) {
    begin("key " + key, false);
    int before = dialogue.keysPressed();
    if (plan.resident().keys().asEvents()) {
      line.press(key);
    }
    if (plan.resident().keys().asInfo()) {
      sipp.press(dialogue, key);
      untilOver(TO_PRESS, () -> dialogue.keysPressed() > before);
    }
    untilOver(TO_PRESS, () -> line.allSaid() && System.nanoTime() - lastActAt >= ONE_KEY.toNanos());
  }

  private void say(Sound sound) {
    begin("say", true);
    line.say(sound);
    untilOver(sound.length().multipliedBy(2).plusSeconds(1), line::allSaid);
    lastActAt = System.nanoTime();
    heardAtLastAct = line.ear().heardSoFar();
  }

  private void begin(String what, boolean speech) {
    acts.add(new Act(what, sinceAnswer()));
    heardAtLastAct = line.ear().heardSoFar();
    lastActAt = System.nanoTime();
    spokeLast = speech;
  }

  /** SIPp's word of it may come after the first sound, which says so too. */
  private long answeredAt() {
    long told = dialogue.answeredAt();
    return line.ear().firstPacketAt().map(heard -> Math.min(heard, told)).orElse(told);
  }

  private Duration sinceAnswer() {
    return Duration.ofNanos(System.nanoTime() - answeredAt());
  }

  private Duration sinceFirstSound() {
    Optional<Long> first = line.ear().firstPacketAt();
    return first.map(at -> Duration.ofNanos(System.nanoTime() - at)).orElse(Duration.ZERO);
  }

  private Duration heardSinceLastAct() {
    return line.ear().heardSoFar().minus(heardAtLastAct);
  }

  private Duration quiet() {
    return line.ear().quietSince(lastActAt, System.nanoTime());
  }

  private boolean goesOn() {
    return dialogue.talking() && plan.hangsUpAfter().map(limit -> sinceAnswer().compareTo(limit) < 0).orElse(true);
  }

  private void untilOver(Duration limit, BooleanSupplier condition) {
    until(limit, () -> !goesOn() || condition.getAsBoolean());
  }

  private static boolean until(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      LockSupport.parkNanos(GLANCE);
    }
    return true;
  }
}
