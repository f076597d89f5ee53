package org.huiyin.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.resident.Dialling;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.Outcome.Act;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.resident.Resident;
import org.huiyin.resident.Sound;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

/** A resident with a voice of their own, who knows afterwards whether the call was answered and what was said in it. */
final class Caller {
  /** As many voices as there are. */
  static final int VOICES = 20;
  private static final Duration A_SENTENCE = ofSeconds(3);
  private static final Duration IN_A_HURRY = ofSeconds(4);

  private final double voice;
  private final Duration speech;
  private final PlannedCall plan;
  private volatile long answeredAt;
  private Outcome outcome = new Outcome.Failed("", "not placed");

  private Caller(Resident resident, int number, Random random, Duration patience) {
    this.voice = TonePrompts.voice(number % VOICES);
    Dialling dialling = resident.from("136%08d".formatted(number)).dials("12345").meanwhile(() -> answeredAt = System.nanoTime());
    int manner = random.nextInt(10);
    this.speech = manner == 0 ? IN_A_HURRY : A_SENTENCE;
    Sound voice = Sound.tone(this.voice, speech);
    this.plan = switch (manner) {
      // Speaks at once, to the notice, and hangs up.
      case 0 -> dialling.saysNow(voice).hangsUp();
      // Presses nothing, as if on a telephone without keys.
      case 1, 2 -> dialling.says(voice).presses("##").staysOnTheLine(patience);
      default -> dialling.hears(ofMillis(200), ofSeconds(5)).pressesNow(String.valueOf(1 + random.nextInt(3))).says(voice).presses("##")
          .staysOnTheLine(patience);
    };
  }

  /** @param patience how long each stays on the line after the last word, when the hotline does not hang up */
  static List<Caller> crowd(Resident resident, int count, Random random, Duration patience) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callers.add(new Caller(resident, i, random, patience));
    }
    return callers;
  }

  PlannedCall plan() {
    return plan;
  }

  void hadThis(Outcome outcome) {
    this.outcome = outcome;
  }

  Outcome outcome() {
    return outcome;
  }

  double voice() {
    return voice;
  }

  /** The voices of the others. */
  static Stream<Double> otherVoices(double voice) {
    return IntStream.range(0, VOICES).mapToDouble(TonePrompts::voice).filter(other -> other != voice).boxed();
  }

  /** Answered calls count, also those that broke afterwards. */
  boolean answered() {
    return answeredAt != 0;
  }

  /** When the call ended for Asterisk: {@code deaths} are the moments at which it was killed. */
  long endedAt(List<Long> deaths) {
    long hungUp = outcome instanceof Talked talked ? answeredAt + talked.length().toNanos() : Long.MAX_VALUE;
    return Math.min(hungUp, deaths.stream().filter(death -> death > answeredAt).min(Long::compare).orElse(Long.MAX_VALUE));
  }

  boolean diedWithAsterisk(List<Long> deaths) {
    return deaths.contains(endedAt(deaths));
  }

  Duration length(List<Long> deaths) {
    return Duration.ofNanos(endedAt(deaths) - answeredAt);
  }

  /** How much of the own voice reached a living hotline. */
  Duration said(List<Long> deaths) {
    if (!(outcome instanceof Talked talked)) {
      return Duration.ZERO;
    }
    Duration length = length(deaths);
    return talked.acts().stream().filter(act -> act.what().equals("say")).map(act -> said(act, length)).reduce(Duration.ZERO,
        Duration::plus);
  }

  private Duration said(Act act, Duration length) {
    Duration until = length.minus(act.at());
    return until.isNegative() ? Duration.ZERO : until.compareTo(speech) < 0 ? until : speech;
  }
}
