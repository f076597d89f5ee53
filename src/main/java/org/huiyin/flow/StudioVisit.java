package org.huiyin.flow;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.PromptBuilder;
import org.huiyin.flow.prompts.Recorded;
import org.huiyin.telephony.Outcome;
import org.huiyin.telephony.StudioSession;
import org.huiyin.telephony.StudioSession.Take;
import org.jspecify.annotations.Nullable;

/** Acts in one call what {@link StudioWalk} decides. */
final class StudioVisit {
  private static final String DIGITS = "0123456789";
  private static final char HASH = '#';
  private static final char STAR = '*';
  private static final Duration BETWEEN_KEYS = Duration.ofSeconds(8);
  private static final Duration TO_ANSWER = Duration.ofSeconds(10);
  /** The silence around what is said, which is cut off; whoever speaks until the limit has said too much. */
  private static final Duration AROUND = Duration.ofSeconds(5);

  private final StudioSession session;
  private final StudioDesk desk;
  private @Nullable StudioPass pass;
  private byte[] spoken = {};
  private @Nullable Recorded ready;

  StudioVisit(StudioSession session, StudioDesk desk) {
    this.session = session;
    this.desk = desk;
  }

  /** From the first question to the end. */
  void run() {
    StudioStep step = StudioWalk.start();
    while (true) {
      switch (step) {
        case StudioStep.End(StudioStep.Ending how) -> {
          session.play(pass == null ? inBoth(how.prompt()) : List.of(sound(how.prompt())), "");
          session.done();
          return;
        }
        case StudioStep.Gone _ -> {
          return;
        }
        default -> step = StudioWalk.next(step, remembered(act(step)));
      }
    }
  }

  private StudioEvent act(StudioStep step) {
    return switch (step) {
      case StudioStep.AskPin(_, boolean afterWrong) -> enter(afterWrong
          ? Stream.concat(inBoth("studio-wrong-pin").stream(), inBoth("studio-pin").stream()).toList()
          : inBoth("studio-pin"));
      case StudioStep.Admit(_, String digits) -> desk.admit(session.id(), digits);
      case StudioStep.Introduce _ -> said(session.play(List.of(sound("studio-now"), desk.heardNow(given())), DIGITS + STAR));
      case StudioStep.Speak _ -> record();
      case StudioStep.Finish _ -> desk.finish(given(), spoken);
      case StudioStep.Refuse(_, Refusal why) -> said(session.play(List.of(sound(why.prompt())), ""));
      case StudioStep.Review _ -> review();
      case StudioStep.Keep _ -> desk.keep(given(), made());
      case StudioStep.End _,StudioStep.Gone _ -> throw new IllegalStateException("nothing follows the end");
    };
  }

  private StudioEvent remembered(StudioEvent event) {
    switch (event) {
      case StudioEvent.Admitted(StudioPass admitted) -> pass = admitted;
      case StudioEvent.Spoken(byte[] wav) -> spoken = wav;
      case StudioEvent.Ready(Recorded sound) -> ready = sound;
      default -> {
        // what else happened is for the walk alone
      }
    }
    return event;
  }

  /** The PIN ends with its last digit or with the hash key, which many press after the last digit too; a star begins it anew. */
  private StudioEvent enter(List<String> question) {
    var digits = new StringBuilder();
    var outcome = session.play(question, DIGITS + STAR);
    if (outcome instanceof Outcome.Silence) {
      outcome = session.awaitKey(TO_ANSWER);
    }
    while (true) {
      switch (outcome) {
        case Outcome.HungUp _ -> {
          return new StudioEvent.HungUp();
        }
        case Outcome.Silence _ -> {
          return new StudioEvent.Entered(digits.toString());
        }
        case Outcome.Key(char key) when key == STAR -> digits.setLength(0);
        case Outcome.Key(char key) when key != HASH -> digits.append(key);
        case Outcome.Key _ -> {
          if (!digits.isEmpty()) {
            return new StudioEvent.Entered(digits.toString());
          }
        }
      }
      if (digits.length() == Pin.LENGTH) {
        return new StudioEvent.Entered(digits.toString());
      }
      outcome = session.awaitKey(BETWEEN_KEYS);
    }
  }

  private StudioEvent record() {
    if (session.play(List.of(sound("studio-speak")), "") instanceof Outcome.HungUp) {
      return new StudioEvent.HungUp();
    }
    var longest = given().prompt().isNotice() ? PromptBuilder.LONGEST_NOTICE : PromptBuilder.LONGEST;
    return switch (session.record(longest.plus(AROUND))) {
      case Take.Taken(byte[] wav) -> new StudioEvent.Spoken(wav);
      case Take.Failed _ -> new StudioEvent.Refused(Refusal.FAILED);
      case Take.HungUp _ -> new StudioEvent.HungUp();
    };
  }

  private StudioEvent review() {
    var keys = "12" + HASH;
    // What was pressed while nothing could be heard, such as a second hash key, keeps nothing unheard.
    session.play(List.of(), "");
    var outcome = session.playBack(made().narrow(), keys);
    if (outcome instanceof Outcome.Silence) {
      outcome = session.play(List.of(sound("studio-review")), keys);
    }
    if (outcome instanceof Outcome.Silence) {
      outcome = session.awaitKey(TO_ANSWER);
    }
    return switch (outcome) {
      case Outcome.Key(char key) -> new StudioEvent.Pressed(key);
      case Outcome.Silence _ -> new StudioEvent.Silence();
      case Outcome.HungUp _ -> new StudioEvent.HungUp();
    };
  }

  private static StudioEvent said(Outcome outcome) {
    return outcome instanceof Outcome.HungUp ? new StudioEvent.HungUp() : new StudioEvent.Said();
  }

  private StudioPass given() {
    return Objects.requireNonNull(pass, "nobody records without a pass");
  }

  private Recorded made() {
    return Objects.requireNonNull(ready, "nothing was recorded yet");
  }

  private String sound(String id) {
    return "huiyin/" + given().prompt().language().code() + "/" + id;
  }

  /** Until the PIN says in which language a prompt is recorded. */
  private static List<String> inBoth(String id) {
    return Stream.of(Language.values()).map(language -> "huiyin/" + language.code() + "/" + id).toList();
  }
}
