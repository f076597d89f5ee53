package org.huiyin.flow;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * The menus of each community: versions that were published and never change, and one draft. What is published is sound: it is checked in the transaction that
 * publishes it. The menu in force is held in memory, so that a call is answered by it while the database is away; a call keeps the version it began with.
 */
public interface Menus {
  /** The version of the menu that comes with the product, in force until a community publishes its own. */
  int BUILT_IN = 1;

  /** The menu in force. */
  Version current(CommunityId community);

  /** All that were ever in force, the newest first; the last is the built-in one. */
  List<Version> versions(CommunityId community);

  Optional<Version> version(CommunityId community, int number);

  Optional<Draft> draft(CommunityId community);

  /**
   * Keeps a draft, broken or not.
   *
   * @param revision the draft's that the change was made to; 0 where there was none
   * @throws Stale when somebody else saved, dropped or published it meanwhile
   * @throws IllegalArgumentException when it is longer than any menu
   */
  Draft saveDraft(Actor by, CommunityId community, String document, int revision);

  /** @throws Stale when somebody else saved, dropped or published it meanwhile */
  void dropDraft(Actor by, CommunityId community, int revision);

  /** What is wrong with a document, whoever publishes it; no sentence of a community's own is known. */
  List<MenuFault> faults(String document);

  /**
   * The same for one community, which may say its own sentences ({@link Sentences}), and whose sounds and hours decide how long a caller who presses no key waits for the tone: 30 s at most. Where they wait longer
   * already, no longer than now.
   *
   * @return empty for a document that could be published
   */
  List<MenuFault> faults(CommunityId community, String document);

  /**
   * The numbers that a document names and the community does not have: whoever dials them comes elsewhere, so this is either a slip or a number that is still
   * to be added. No fault, since a number that is removed must not keep an old version from being rolled back to.
   */
  List<String> unknownNumbers(CommunityId community, String document);

  /**
   * Puts the draft in force for the calls that come in from now on. It is a draft no more.
   *
   * @param revision the draft's that was looked at
   * @param note why, 1 to 200 characters
   * @throws BrokenDraft when it is not sound
   * @throws Stale when somebody else changed it or published meanwhile
   */
  Version publish(Actor by, CommunityId community, int revision, String note);

  /**
   * Publishes an old version anew.
   *
   * @param note why, 1 to 200 characters
   * @throws BrokenDraft when this release of the product cannot use it any more, or a sentence that it says was removed
   * @throws Stale when somebody else published meanwhile
   * @throws IllegalArgumentException when there is no such version
   */
  Version rollBack(Actor by, CommunityId community, int to, String note);

  /** What differs from one document to another, by place; menus and choices are named by their ids. Either may be broken, but both are JSON. */
  List<Difference> compare(String from, String to);

  /**
   * The same in plain sentences, in the order in which the parts of a menu are read; at least one for any change, none for none.
   *
   * @throws IllegalArgumentException when either is no JSON
   */
  List<Change> changes(String from, String to);

  /** The JSON Schema of a menu's document. */
  String schema();

  /** What the menus of a community may say: its own sentences, then the product's, by their ids. */
  List<Said> prompts(CommunityId community);

  /**
   * A menu that was published.
   *
   * @param number counts up in the community from 1
   * @param id names the document exactly; calls are noted with it
   * @param at null for the built-in one
   * @param by the actor's reference; empty for the built-in one
   * @param rolledBackTo the version that this one is a copy of; null where it is none
   */
  record Version(int number, String id, String document, String note, @Nullable Instant at, String by, @Nullable Integer rolledBackTo) {
  }

  /** @param basedOn the version that was in force when it was saved */
  record Draft(String document, int revision, int basedOn, Instant at, String by) {
  }

  /**
   * @param before null where there was nothing
   * @param after null where nothing is left
   */
  record Difference(String place, @Nullable String before, @Nullable String after) {
  }

  /** One difference as it is told; {@code place} as in {@link Difference}. */
  record Change(String place, String zh, String en) {
    /** In the reader's language; English for everybody who does not read Chinese. */
    public String text(Locale locale) {
      return locale.getLanguage().equals("zh") ? zh : en;
    }
  }

  /** What is said under an id; empty in a language that it does not exist in. */
  record Said(String id, String zh, String en) {
  }

  /** Somebody else was quicker. */
  final class Stale extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Stale(String what) {
      super(what);
    }
  }

  /** What was to be published is not sound. */
  final class BrokenDraft extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final transient List<MenuFault> faults;

    BrokenDraft(List<MenuFault> faults) {
      super("the menu is not sound: " + faults);
      this.faults = List.copyOf(faults);
    }

    public List<MenuFault> faults() {
      return faults;
    }
  }
}
