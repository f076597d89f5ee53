package org.huiyin.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.SpokenNumber;
import org.huiyin.telephony.CallSession;
import org.huiyin.telephony.CallSession.Note;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;
import org.huiyin.ticket.TicketNumber;
import org.jspecify.annotations.Nullable;

/** One call's acts: does what a step asks for and leaves its facts with the channel as they happen, so that a sudden end loses none. */
final class Visit {
  private static final String NO_KEYS = "";
  private static final String ANY_KEY = "0123456789*#";

  private final CallSession session;
  private final Menu menu;
  private final CallDesk desk;
  private final Function<Language, String> noticeVersion;
  private final MarkLog marks = new MarkLog();
  private final List<String> notices = new ArrayList<>();
  private @Nullable CompletableFuture<TicketNumber> ticket;
  private String choice = "";
  private String lastTold = "";

  Visit(CallSession session, Menu menu, CallDesk desk, Function<Language, String> noticeVersion) {
    this.session = session;
    this.menu = menu;
    this.desk = desk;
    this.noticeVersion = noticeVersion;
  }

  /** Leaves the stage with the channel and tells the live page, when they changed. */
  void enter(Step step) {
    if (step instanceof Step.Gone) {
      return;
    }
    if (step instanceof Step.Chosen chosen) {
      choice = chosen.choice().id();
      session.note(Note.CHOICE, choice);
    }
    var language = step.language().code();
    var now = step.stage() + " " + choice + " " + language;
    if (!now.equals(lastTold)) {
      lastTold = now;
      session.note(Note.STAGE, step.stage());
      session.note(Note.LANGUAGE, language);
      desk.progress(session.call(), step.stage(), choice, language);
    }
  }

  Outcome act(Step step) {
    return switch (step) {
      case Step.Notice notice -> playNotice(notice);
      case Step.Turn _ -> new Outcome.Silence();
      case Step.Announce announce -> announce(announce);
      case Step.Ask ask -> ask(ask.sounds(), ANY_KEY, ask.waiting());
      case Step.Tell tell -> ask(tell.sounds(), ANY_KEY, tell.waiting());
      case Step.Review review -> ask(review.sounds(), Step.Review.KEYS, review.waiting());
      case Step.Replay _ -> playBack();
      case Step.Chosen chosen -> {
        ticket = desk.open(session.call(), chosen.choice());
        yield new Outcome.Silence();
      }
      case Step.Invite invite -> say(invite.sounds());
      case Step.Thank thank -> say(thanks(thank.language()));
      case Step.Enquire _,Step.Listen _,Step.Done _,Step.Gone _ -> throw new IllegalArgumentException("not an act: " + step);
    };
  }

  Listened listen(Step.Listen step) {
    marks.open("message", "", session.elapsed());
    noteMarks();
    var heard = session.listen(step.silence(), step.message().until());
    var end = session.elapsed();
    if (Walk.somethingSaid(heard, step.silence())) {
      if (step.message().draft().anew()) {
        marks.replaceMessages();
      }
      var closing = heard.end() == Listened.End.SILENCE ? step.silence() : Duration.ZERO;
      marks.settleMessage(end.minus(heard.spoken()), end.minus(closing));
    } else {
      marks.settleMessage(null, null);
    }
    noteMarks();
    return heard;
  }

  private Outcome playNotice(Step.Notice notice) {
    var language = notice.language();
    marks.open("notice", "", session.elapsed());
    noteMarks();
    var outcome = session.playWhole(List.of(Walk.sound(language, Menu.NOTICE)), notice.keys());
    marks.close(session.elapsed());
    if (!(outcome instanceof Outcome.HungUp)) {
      notices.add(noticeVersion.apply(language));
      session.note(Note.NOTICE, String.join(".", notices));
    }
    noteKey(outcome);
    return outcome;
  }

  private Outcome announce(Step.Announce announce) {
    markPrompt(announce.sounds());
    var outcome = session.playWhole(announce.sounds(), announce.keys());
    marks.close(session.elapsed());
    noteKey(outcome);
    return outcome;
  }

  private Outcome ask(List<String> sounds, String keys, Duration waiting) {
    var outcome = play(sounds, keys);
    if (outcome instanceof Outcome.Silence) {
      outcome = session.awaitKey(waiting);
    }
    noteKey(outcome);
    return outcome;
  }

  private Outcome playBack() {
    marks.open("prompt", "said", session.elapsed());
    noteMarks();
    var outcome = session.playBack(marks.message(), Step.Review.KEYS);
    marks.close(session.elapsed());
    noteKey(outcome);
    return outcome;
  }

  private Outcome say(List<String> sounds) {
    var outcome = play(sounds, NO_KEYS);
    noteMarks();
    return outcome;
  }

  private Outcome play(List<String> sounds, String keys) {
    markPrompt(sounds);
    var outcome = session.play(sounds, keys);
    marks.close(session.elapsed());
    return outcome;
  }

  private void markPrompt(List<String> sounds) {
    marks.open("prompt", sounds.getFirst().substring(sounds.getFirst().lastIndexOf('/') + 1), session.elapsed());
    noteMarks();
  }

  private void noteKey(Outcome outcome) {
    if (outcome instanceof Outcome.Key(var digit)) {
      marks.key(digit, session.elapsed());
    }
    noteMarks();
  }

  private void noteMarks() {
    session.note(Note.MARKS, marks.text());
  }

  private List<String> thanks(Language language) {
    var sounds = new ArrayList<>(List.of(Walk.sound(language, menu.ending().thanks())));
    openedTicket().ifPresent(number -> {
      sounds.add(Walk.sound(language, menu.ending().number()));
      SpokenNumber.ofToday(language, number.ofDay()).stream().map(Prompt::id).map(id -> Walk.sound(language, id)).forEach(sounds::add);
    });
    sounds.add(Walk.sound(language, menu.ending().goodbye()));
    return sounds;
  }

  private Optional<TicketNumber> openedTicket() {
    return ticket == null ? Optional.empty() : desk.number(session.call(), ticket);
  }
}
