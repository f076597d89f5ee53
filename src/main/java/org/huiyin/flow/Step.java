package org.huiyin.flow;

import java.time.Duration;
import java.util.List;

import org.huiyin.flow.prompts.Language;

/** Where a call is on its way through the menu, and what has to be done there. Decided by {@link Walk}, done by {@link MenuScript}. */
sealed interface Step {
  /** The stages that a call's facts name. */
  String stage();

  Language language();

  /** What the caller heard so far, as far as it decides what comes. */
  record Progress(Language language, boolean bothNotices, int again, int wrong, int told) {
    static Progress in(Language language) {
      return new Progress(language, false, 0, 0, 0);
    }

    Progress speaking(Language other) {
      return new Progress(other, bothNotices, again + 1, wrong, told);
    }

    Progress noticedAgain() {
      return new Progress(language, true, again, wrong, told);
    }

    Progress onceMore() {
      return new Progress(language, bothNotices, again + 1, wrong, told);
    }

    Progress wrongOnce() {
      return new Progress(language, bothNotices, again, wrong + 1, told);
    }

    Progress toldOnce() {
      return new Progress(language, bothNotices, again, wrong, told + 1);
    }
  }

  /**
   * The recording notice, whole; {@code keys} pressed meanwhile are kept.
   *
   * @param next the node that follows
   * @param from the menu that led there; empty at the beginning of a call
   */
  record Notice(Progress so, String next, String from, String keys) implements Step {
    @Override
    public String stage() {
      return "notice";
    }

    @Override
    public Language language() {
      return so.language();
    }
  }

  /** A menu is said and a key waited for; any key ends the saying. */
  record Ask(Progress so, String level, List<String> sounds, Duration waiting) implements Step {
    @Override
    public String stage() {
      return "menu";
    }

    @Override
    public Language language() {
      return so.language();
    }
  }

  /**
   * An hours node is passed; nothing is said.
   *
   * @param from the menu that led here; empty at the beginning of a call
   * @param kept the keys that were pressed before and count in the next menu
   */
  record Turn(Progress so, Menu.Hours node, String from, String kept) implements Step {
    Turn keeping(char key) {
      return new Turn(so, node, from, kept + key);
    }

    @Override
    public String stage() {
      return "menu";
    }

    @Override
    public Language language() {
      return so.language();
    }
  }

  /**
   * Something is said whole; {@code keys} pressed meanwhile are kept for the next menu, with those {@code kept} from before.
   *
   * @param from the menu that led here; empty at the beginning of a call
   */
  record Announce(Progress so, Menu.Announcement node, String from, List<String> sounds, String keys, String kept) implements Step {
    Announce keeping(char key) {
      return new Announce(so, node, from, sounds, keys, kept + key);
    }

    @Override
    public String stage() {
      return "announce";
    }

    @Override
    public Language language() {
      return so.language();
    }
  }

  /** The matters of the caller's own number are looked up; nothing is said meanwhile. */
  record Enquire(Progress so, String level, Menu.Enquiry node) implements Step {
    @Override
    public String stage() {
      return "menu";
    }

    @Override
    public Language language() {
      return so.language();
    }
  }

  /**
   * An answer is given; then the caller may hang up, press a key of the menu that led here, or stay on the line.
   *
   * @param stage {@code progress} or {@code information}
   * @param level the menu that led here
   * @param otherwise the choice that staying on the line leads to
   */
  record Tell(Progress so, String stage, String level, List<String> sounds, Duration waiting, String otherwise) implements Step {
    /** Back to the menu that led here. */
    static final char BACK = '#';

    @Override
    public Language language() {
      return so.language();
    }
  }

  /** The choice is made: the ticket is opened. */
  record Chosen(Language language, Menu.Choice choice) implements Step {
    @Override
    public String stage() {
      return "message";
    }
  }

  /** What is said before the caller speaks. */
  record Invite(Language language, List<String> sounds, Message message) implements Step {
    @Override
    public String stage() {
      return "message";
    }
  }

  /** The caller speaks. */
  record Listen(Language language, Duration silence, Message message) implements Step {
    @Override
    public String stage() {
      return "message";
    }
  }

  /** Whoever has said something may hear it, say it anew or add to it; without a key it is kept. */
  record Review(Language language, List<String> sounds, Duration waiting, Duration left, int offers) implements Step {
    /** To hear it, to say it anew, to add to it, to keep it. */
    static final String KEYS = "123#";

    @Override
    public String stage() {
      return "review";
    }
  }

  /** What was said is played back. */
  record Replay(Language language, Duration left, int offers) implements Step {
    @Override
    public String stage() {
      return "review";
    }
  }

  /** Thanks, the ticket's number where there is one, goodbye. */
  record Thank(Language language) implements Step {
    @Override
    public String stage() {
      return "thanks";
    }
  }

  /** Everything was said. */
  record Done(Language language) implements Step {
    @Override
    public String stage() {
      return "done";
    }
  }

  /** The caller has gone; nothing is left to do. */
  record Gone(Language language) implements Step {
    @Override
    public String stage() {
      return "gone";
    }
  }

  /**
   * A message under way.
   *
   * @param left how long the caller may still speak in all
   * @param until how long before the caller is told that little time is left, or before the end
   * @param last whether silence now ends it, since the caller was asked for more already
   * @param draft what was said before
   */
  record Message(Duration left, Duration until, boolean last, Draft draft) {
  }

  /**
   * What the caller has said so far.
   *
   * @param said whether there is something to keep
   * @param anew whether what is said next takes its place, once something is
   * @param offers how often it was offered to be heard, so that every call comes to its end
   */
  record Draft(boolean said, boolean anew, int offers) {
    static final Draft NOTHING = new Draft(false, false, 0);

    /** After a piece: nothing takes the place of what was said but something said. */
    Draft after(boolean somethingSaid) {
      return somethingSaid ? new Draft(true, false, offers) : this;
    }
  }
}
