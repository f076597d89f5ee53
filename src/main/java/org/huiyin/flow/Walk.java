package org.huiyin.flow;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.huiyin.flow.Step.Ask;
import org.huiyin.flow.Step.Chosen;
import org.huiyin.flow.Step.Done;
import org.huiyin.flow.Step.Gone;
import org.huiyin.flow.Step.Invite;
import org.huiyin.flow.Step.Listen;
import org.huiyin.flow.Step.Message;
import org.huiyin.flow.Step.Notice;
import org.huiyin.flow.Step.Progress;
import org.huiyin.flow.Step.Thank;
import org.huiyin.flow.prompts.Language;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;

/**
 * The way through a menu as pure decisions: from a step and what became of it, the next step. Every way ends in {@link Done} after a message was asked
 * for, or in {@link Gone} when the caller hung up.
 */
final class Walk {
  /** A silent line still lets the end of the tone through; less than this beyond the silence is nobody speaking. */
  private static final Duration LEAST_SPEECH = Duration.ofMillis(500);
  /** Less than this is no time for another word. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(2);

  private final Menu menu;

  Walk(Menu menu) {
    this.menu = menu;
  }

  Step start() {
    return notice(Progress.in(menu.language().first()), menu.start());
  }

  Step next(Step step, Outcome outcome) {
    if (outcome instanceof Outcome.HungUp) {
      return new Gone(step.language());
    }
    return switch (step) {
      case Notice notice -> outcome instanceof Outcome.Key(var key)
          ? pressed(notice.so(), menu.level(notice.level()), key)
          : ask(notice.so(), menu.level(notice.level()), false);
      case Ask ask -> outcome instanceof Outcome.Key(var key)
          ? pressed(ask.so(), menu.level(ask.level()), key)
          : ledOn(ask.so(), menu.level(ask.level()));
      case Chosen chosen -> invite(chosen);
      case Invite invite -> new Listen(invite.language(), Duration.ofSeconds(menu.message().silenceSeconds()), invite.message());
      case Thank thank -> new Done(thank.language());
      case Listen _,Done _,Gone _ -> throw new IllegalArgumentException("nothing is played or waited for in " + step);
    };
  }

  Step next(Listen step, Listened heard) {
    return switch (heard.end()) {
      case HUNG_UP -> new Gone(step.language());
      case FINISHED, LIMIT -> new Thank(step.language());
      case SILENCE -> afterSilence(step, heard);
    };
  }

  /** Whether somebody may have spoken. In doubt yes: a message too many is heard by a person, one too few by nobody. */
  static boolean somethingSaid(Listened heard, Duration silence) {
    var closing = heard.end() == Listened.End.SILENCE ? silence : Duration.ZERO;
    return heard.spoken().minus(closing).compareTo(LEAST_SPEECH) >= 0;
  }

  private Step afterSilence(Listen step, Listened heard) {
    var left = step.message().left().minus(heard.spoken());
    if (step.message().last() || left.compareTo(LEAST_TIME) < 0) {
      return new Thank(step.language());
    }
    var prompt = somethingSaid(heard, step.silence()) ? menu.message().anythingMore() : menu.message().nothingHeard();
    return new Invite(step.language(), List.of(sound(step.language(), prompt)), new Message(left, true));
  }

  private Step pressed(Progress so, Menu.Level level, char key) {
    if (key == menu.repeat().key()) {
      return mayHearAgain(so) ? ask(so.onceMore(), level, false) : ledOn(so, level);
    }
    if (key == menu.language().key()) {
      return mayHearAgain(so) ? inOtherLanguage(so, level) : ledOn(so, level);
    }
    var leadsTo = level.keys().get(key);
    if (leadsTo == null) {
      return so.wrong() == 0 ? ask(so.wrongOnce(), level, true) : ledOn(so, level);
    }
    return menu.hasLevel(leadsTo) ? ask(so, menu.level(leadsTo), false) : new Chosen(so.language(), menu.choice(leadsTo));
  }

  /** The notice is heard in the language that the caller understands, once. */
  private Step inOtherLanguage(Progress so, Menu.Level level) {
    var other = so.speaking(menu.language().otherThan(so.language()));
    return so.bothNotices() ? ask(other, level, false) : notice(other.noticedAgain(), level.id());
  }

  private boolean mayHearAgain(Progress so) {
    return so.again() < menu.repeat().most();
  }

  private Step ledOn(Progress so, Menu.Level level) {
    return new Chosen(so.language(), menu.choice(level.otherwise()));
  }

  private Notice notice(Progress so, String level) {
    var keys = menu.meaningfulKeys(menu.level(level));
    // whoever presses the language key twice in a hurry means it once
    return new Notice(so, level, so.bothNotices() ? keys.replace(String.valueOf(menu.language().key()), "") : keys);
  }

  private Ask ask(Progress so, Menu.Level level, boolean wrongKey) {
    var language = so.language();
    var other = menu.language().otherThan(language);
    var sounds = wrongKey
        ? List.of(sound(language, level.wrongKey()), sound(language, level.prompt()))
        : List.of(sound(language, level.prompt()), sound(other, Menu.LANGUAGE));
    return new Ask(so, level.id(), sounds, Duration.ofSeconds(level.waitSeconds()));
  }

  private Invite invite(Chosen chosen) {
    var sounds = Stream.concat(chosen.choice().says().stream(), Stream.of(menu.message().ask())).map(id -> sound(chosen.language(), id))
        .toList();
    return new Invite(chosen.language(), sounds, new Message(Duration.ofSeconds(menu.message().limitSeconds()), false));
  }

  static String sound(Language language, String id) {
    return "huiyin/" + language.code() + "/" + id;
  }
}
