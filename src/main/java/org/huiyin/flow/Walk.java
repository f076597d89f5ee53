package org.huiyin.flow;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.huiyin.flow.Step.Announce;
import org.huiyin.flow.Step.Ask;
import org.huiyin.flow.Step.Chosen;
import org.huiyin.flow.Step.Done;
import org.huiyin.flow.Step.Draft;
import org.huiyin.flow.Step.Enquire;
import org.huiyin.flow.Step.Gone;
import org.huiyin.flow.Step.Invite;
import org.huiyin.flow.Step.Listen;
import org.huiyin.flow.Step.Message;
import org.huiyin.flow.Step.Notice;
import org.huiyin.flow.Step.Progress;
import org.huiyin.flow.Step.Replay;
import org.huiyin.flow.Step.Review;
import org.huiyin.flow.Step.Tell;
import org.huiyin.flow.Step.Thank;
import org.huiyin.flow.Step.Turn;
import org.huiyin.flow.prompts.Language;
import org.huiyin.flow.prompts.Prompt;
import org.huiyin.flow.prompts.SpokenTime;
import org.huiyin.telephony.Listened;
import org.huiyin.telephony.Outcome;
import org.huiyin.ticket.Priority;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;

/**
 * The way through a menu as pure decisions: from a step and what became of it, the next step. Every way ends in {@link Done} after a message was asked
 * for, or in {@link Gone} when the caller hung up.
 */
final class Walk {
  /** A silent line still lets the end of the tone through; less than this beyond the silence is nobody speaking. */
  private static final Duration LEAST_SPEECH = Duration.ofMillis(500);
  /** Less than this is no time for another word. */
  private static final Duration LEAST_TIME = Duration.ofSeconds(2);
  /** What is left when the caller is told so. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(30);

  /** How often a message may be heard, changed or added to; then it is kept as it is. */
  static final int MOST_OFFERS = 5;
  /** How often a caller is given an answer, the same or another; then they are led on. */
  static final int MOST_TOLD = 6;
  /** No menu has led to the beginning of a call. */
  private static final String BEGINNING = "";

  private final Menu menu;
  private final Situation situation;

  Walk(Menu menu, Situation situation) {
    this.menu = menu;
    this.situation = situation;
  }

  /** @param language one of the menu's two */
  Step start(Language language) {
    return notice(Progress.in(language), menu.startOf(situation.dialled()), BEGINNING);
  }

  Step next(Step step, Outcome outcome) {
    if (outcome instanceof Outcome.HungUp) {
      return new Gone(step.language());
    }
    return switch (step) {
      case Notice notice -> afterNotice(notice, outcome);
      case Turn turn -> toNode(turn.so(), turn.node().leadsTo(situation.attended()), turn.from(), turn.kept());
      case Announce announce -> afterAnnouncement(announce, outcome);
      case Ask ask -> outcome instanceof Outcome.Key(var key)
          ? pressed(ask.so(), menu.level(ask.level()), key)
          : ledOn(ask.so(), menu.level(ask.level()));
      case Tell tell -> outcome instanceof Outcome.Key(var key)
          ? afterAnswer(tell, key)
          : chosen(tell.language(), tell.otherwise());
      case Chosen chosen -> invite(chosen);
      case Invite invite -> new Listen(invite.language(), Duration.ofSeconds(menu.message().silenceSeconds()), invite.message());
      case Review review -> outcome instanceof Outcome.Key(var key)
          ? reviewed(review.language(), review.left(), review.offers(), key)
          : new Thank(review.language());
      case Replay replay -> outcome instanceof Outcome.Key(var key)
          ? reviewed(replay.language(), replay.left(), key == '1' ? replay.offers() + 1 : replay.offers(), key)
          : said(replay.language(), replay.left(), new Draft(true, false, replay.offers()));
      case Thank thank -> new Done(thank.language());
      case Enquire _,Listen _,Done _,Gone _ -> throw new IllegalArgumentException("nothing is played or waited for in " + step);
    };
  }

  Step next(Listen step, Listened heard) {
    var draft = step.message().draft().after(somethingSaid(heard, step.silence()));
    var left = step.message().left().minus(heard.spoken());
    return switch (heard.end()) {
      case HUNG_UP -> new Gone(step.language());
      case FINISHED -> said(step.language(), left, draft);
      case LIMIT -> afterLimit(step, left, draft);
      case SILENCE -> afterSilence(step, left, draft, somethingSaid(heard, step.silence()));
    };
  }

  /** @param matters what the caller's number may be told, in the order in which it is said; empty where there is nothing to tell */
  Step next(Enquire step, List<Tickets.Standing> matters) {
    if (matters.isEmpty()) {
      return chosen(step.language(), step.node().otherwise());
    }
    var language = step.language();
    var sounds = Stream.concat(matters.stream().flatMap(matter -> standing(language, matter)), Stream.of(Menu.PROGRESS_END))
        .map(id -> sound(language, id)).toList();
    return new Tell(step.so().toldOnce(), "progress", step.level(), sounds, waiting(step.level()), step.node().otherwise());
  }

  /** The day and the state, and nothing else: numbers are shared and can be forged. */
  private Stream<String> standing(Language language, Tickets.Standing matter) {
    var day = matter.openedAt().atZone(situation.now().getZone());
    return Stream.of(Stream.of(Menu.PROGRESS_FROM), SpokenTime.date(language, situation.now(), day).stream().map(Prompt::id),
        Stream.of(progress(matter.state()))).flatMap(ids -> ids);
  }

  /** The text that says in plain words how far a matter is. */
  static String progress(TicketState state) {
    return switch (state) {
      case ACCEPTED -> "progress-accepted";
      case MISSED -> "progress-missed";
      case ARCHIVED -> "progress-archived";
    };
  }

  /** Whether somebody may have spoken. In doubt yes: a message too many is heard by a person, one too few by nobody. */
  static boolean somethingSaid(Listened heard, Duration silence) {
    var closing = heard.end() == Listened.End.SILENCE ? silence : Duration.ZERO;
    return heard.spoken().minus(closing).compareTo(LEAST_SPEECH) >= 0;
  }

  /** Whoever speaks long is told before the end comes. */
  private Step afterLimit(Listen step, Duration left, Draft draft) {
    if (left.compareTo(LEAST_TIME) < 0) {
      return said(step.language(), left, draft);
    }
    return new Invite(step.language(), List.of(sound(step.language(), menu.message().littleTime())),
        new Message(left, left, step.message().last(), draft));
  }

  private static Message message(Duration left, boolean last, Draft draft) {
    return new Message(left, left.compareTo(LAST_WORDS.plus(LEAST_TIME)) > 0 ? left.minus(LAST_WORDS) : left, last, draft);
  }

  private Step afterSilence(Listen step, Duration left, Draft draft, boolean heardNow) {
    if (step.message().last() || left.compareTo(LEAST_TIME) < 0) {
      return said(step.language(), left, draft);
    }
    var prompt = heardNow ? menu.message().anythingMore() : menu.message().nothingHeard();
    return new Invite(step.language(), List.of(sound(step.language(), prompt)), message(left, true, draft));
  }

  /** The message is at its end. Whoever said nothing has nothing to hear. */
  private Step said(Language language, Duration left, Draft draft) {
    if (!draft.said() || draft.offers() >= MOST_OFFERS) {
      return new Thank(language);
    }
    return new Review(language, List.of(sound(language, Menu.REVIEW)), Duration.ofSeconds(menu.message().silenceSeconds()), left,
        draft.offers() + 1);
  }

  /** Any other key is no fault: the same is offered again. */
  private Step reviewed(Language language, Duration left, int offers, char key) {
    return switch (key) {
      case '1' -> offers > MOST_OFFERS ? new Thank(language) : new Replay(language, left, offers);
      case '2' -> new Invite(language, List.of(sound(language, Menu.SAY_ANEW)),
          message(Duration.ofSeconds(menu.message().limitSeconds()), false, new Draft(true, true, offers)));
      case '3' -> new Invite(language, List.of(sound(language, Menu.SAY_MORE)),
          message(left.compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left, true, new Draft(true, false, offers)));
      case '#' -> new Thank(language);
      default -> said(language, left, new Draft(true, false, offers));
    };
  }

  private Step pressed(Progress so, Menu.Level level, char key) {
    if (key == menu.repeat().key()) {
      return mayHearAgain(so) ? ask(so.onceMore(), level, false) : ledOn(so, level);
    }
    if (key == menu.language().key()) {
      return mayHearAgain(so) ? inOtherLanguage(so, level.id(), BEGINNING) : ledOn(so, level);
    }
    var leadsTo = level.keys().get(key);
    if (leadsTo == null) {
      return so.wrong() == 0 ? ask(so.wrongOnce(), level, true) : ledOn(so, level);
    }
    return menu.answer(leadsTo).<Step>map(answer -> tell(so, level, answer)).orElseGet(() -> toNode(so, leadsTo, level.id(), ""));
  }

  /** Keys that were kept, one after the other: each counts where the one before it has led. */
  private Step pressed(Progress so, Menu.Level level, String keys) {
    var step = pressed(so, level, keys.charAt(0));
    for (char key : keys.substring(1).toCharArray()) {
      step = switch (step) {
        case Ask ask -> pressed(ask.so(), menu.level(ask.level()), key);
        case Tell tell -> afterAnswer(tell, key);
        case Turn turn -> turn.keeping(key);
        case Announce announce -> announce.keeping(key);
        default -> step;
      };
    }
    return step;
  }

  /**
   * @param from the menu that led there
   * @param kept the keys that count in the next menu
   */
  private Step toNode(Progress so, String id, String from, String kept) {
    if (menu.hasChoice(id)) {
      return chosen(so.language(), id);
    }
    return menu.hours(id).<Step>map(node -> new Turn(so, node, from, kept))
        .or(() -> menu.announcement(id).map(node -> announce(so, node, from, kept)))
        .or(() -> menu.enquiry(id).map(node -> enquire(so, menu.level(from), node)))
        .orElseGet(() -> toMenu(so, id, from, kept));
  }

  /** Whoever goes back to the first menu hears it again, as often as they may hear any; so every call comes to its end. */
  private Step toMenu(Progress so, String id, String from, String kept) {
    var to = menu.level(id);
    boolean back = !from.equals(BEGINNING)
        && menu.levelAhead(menu.startOf(situation.dialled()), situation.attended()).map(Menu.Level::id).filter(id::equals)
            .isPresent();
    if (back && !mayHearAgain(so)) {
      return ledOn(so, menu.level(from));
    }
    var now = back ? so.onceMore() : so;
    return kept.isEmpty() ? ask(now, to, false) : pressed(now, to, kept);
  }

  /** One that a key leads to is counted like an answer, since it may lead back to its menu; those at the beginning of a call are not. */
  private Step announce(Progress so, Menu.Announcement node, String from, String kept) {
    boolean first = from.equals(BEGINNING);
    if (!first && !mayBeTold(so)) {
      return ledOn(so, menu.level(from));
    }
    var sounds = node.says().stream().map(id -> sound(so.language(), id)).toList();
    return new Announce(first ? so : so.toldOnce(), node, from, sounds, keysBefore(node.next()), kept);
  }

  /** It is said to its end even where a key was pressed, like the notice. In the other language it is said anew. */
  private Step afterAnnouncement(Announce announce, Outcome outcome) {
    var kept = announce.kept();
    if (outcome instanceof Outcome.Key(var key) && announce.keys().indexOf(key) >= 0) {
      if (key != menu.language().key()) {
        kept += key;
      } else if (mayHearAgain(announce.so())) {
        return inOtherLanguage(announce.so(), announce.node().id(), announce.from());
      }
    }
    return toNode(announce.so(), announce.node().next(), announce.from(), kept);
  }

  /** The keys that mean something to whoever comes to that node without one. */
  private String keysBefore(String id) {
    return menu.levelAhead(id, situation.attended()).map(menu::meaningfulKeys).orElse(String.valueOf(menu.language().key()));
  }

  private Step enquire(Progress so, Menu.Level level, Menu.Enquiry node) {
    return mayBeTold(so) ? new Enquire(so, level.id(), node) : chosen(so.language(), node.otherwise());
  }

  private Step tell(Progress so, Menu.Level level, Menu.Answer answer) {
    var sounds = Stream.of(answer.prompt(), Menu.INFORMATION_END).map(id -> sound(so.language(), id)).toList();
    return mayBeTold(so)
        ? new Tell(so.toldOnce(), "information", level.id(), sounds, waiting(level.id()), answer.otherwise())
        : chosen(so.language(), answer.otherwise());
  }

  /** The key that repeats says the answer again; all others mean what they mean in the menu that led here. */
  private Step afterAnswer(Tell tell, char key) {
    var so = tell.so();
    if (key == menu.repeat().key()) {
      return mayBeTold(so)
          ? new Tell(so.toldOnce(), tell.stage(), tell.level(), tell.sounds(), tell.waiting(), tell.otherwise())
          : chosen(so.language(), tell.otherwise());
    }
    var level = menu.level(tell.level());
    return key == Tell.BACK ? ask(so, level, false) : pressed(so, level, key);
  }

  private static boolean mayBeTold(Progress so) {
    return so.told() < MOST_TOLD;
  }

  private Duration waiting(String level) {
    return Duration.ofSeconds(menu.level(level).waitSeconds());
  }

  private Chosen chosen(Language language, String id) {
    return new Chosen(language, menu.choice(id));
  }

  /** The notice is heard in the language that the caller understands, once. */
  private Step inOtherLanguage(Progress so, String next, String from) {
    var other = so.speaking(menu.language().otherThan(so.language()));
    return so.bothNotices() ? toNode(other, next, from, "") : notice(other.noticedAgain(), next, from);
  }

  private boolean mayHearAgain(Progress so) {
    return so.again() < menu.repeat().most();
  }

  private Step afterNotice(Notice notice, Outcome outcome) {
    var key = outcome instanceof Outcome.Key(var pressed) ? String.valueOf(pressed) : "";
    if (key.equals(String.valueOf(menu.language().key())) && mayHearAgain(notice.so())) {
      return inOtherLanguage(notice.so(), notice.next(), notice.from());
    }
    var straightTo = menu.straightTo();
    return straightTo == null ? toNode(notice.so(), notice.next(), notice.from(), key) : chosen(notice.language(), straightTo);
  }

  private Step ledOn(Progress so, Menu.Level level) {
    return chosen(so.language(), level.otherwise());
  }

  private Notice notice(Progress so, String next, String from) {
    var keys = menu.straightTo() == null ? keysBefore(next) : String.valueOf(menu.language().key());
    // whoever presses the language key twice in a hurry means it once
    return new Notice(so, next, from, so.bothNotices() ? keys.replace(String.valueOf(menu.language().key()), "") : keys);
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
    var language = chosen.language();
    var says = situation.attended()
        ? Stream.concat(chosen.choice().says().stream(), Stream.of(menu.attendance().busy(), menu.message().ask()))
        : afterHours(language, chosen.choice());
    return new Invite(language, says.map(id -> sound(language, id)).toList(),
        message(Duration.ofSeconds(menu.message().limitSeconds()), false, Draft.NOTHING));
  }

  /** That nobody is there, until when, and whom to dial in danger: in few words, so that the tone comes soon. */
  private Stream<String> afterHours(Language language, Menu.Choice choice) {
    var attendance = menu.attendance();
    var opens = situation.opens();
    var when = opens == null
        ? Stream.of(attendance.closedUnknown())
        : Stream.concat(Stream.of(attendance.closed()), SpokenTime.when(language, situation.now(), opens).stream().map(Prompt::id));
    var danger = choice.says().isEmpty() ? Stream.of(attendance.danger()) : choice.says().stream();
    var night = choice.priority() == Priority.URGENT && !situation.nightNumber().isEmpty()
        ? Stream.concat(Stream.of(attendance.nightNumber()), SpokenTime.digits(language, situation.nightNumber()).stream().map(Prompt::id))
        : Stream.<String>empty();
    return Stream.of(when, danger, night, Stream.of(attendance.ask())).flatMap(ids -> ids);
  }

  static String sound(Language language, String id) {
    return "huiyin/" + language.code() + "/" + id;
  }
}
