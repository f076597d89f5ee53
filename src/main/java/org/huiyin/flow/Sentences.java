package org.huiyin.flow;

import java.util.Locale;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * Sentences of a community's own, beyond those of the product. Each is said in both languages from its first moment on, by the speech engine, and is then a
 * prompt like any other: heard, changed, uploaded, recorded by telephone ({@link Prompts}). Only menus of the same community may say it.
 */
public interface Sentences {
  /** What their ids begin with, and none of the product's. */
  String PREFIX = org.huiyin.flow.prompts.Prompt.OWN;

  /**
   * Adds a sentence, with its sound in both languages, or nothing. One that was removed is added again with its history.
   *
   * @param name what it is called: 1 to 30 lower-case letters, digits and hyphens, with {@link #PREFIX} before it or without; empty to have it made out of the
   *     English words
   * @param zh what is said in Chinese, 1 to 300 characters
   * @param en what is said in English, 1 to 300 characters
   * @return its id
   * @throws Prompts.Unusable when it cannot be said, or there is one of that name
   * @throws Menus.Stale when somebody else added one of that name at the same time
   */
  String add(Actor by, CommunityId community, String name, String zh, String en);

  /**
   * Removes a sentence that no menu says. What it said, and who changed it, stays in the audit.
   *
   * @throws Prompts.UnknownPrompt when there is no such sentence
   * @throws InUse while the menu in force or the draft says it
   */
  void remove(Actor by, CommunityId community, String id);

  /** A menu says it; both texts say where. */
  final class InUse extends IllegalStateException {
    private static final long serialVersionUID = 1;
    private final String zh;

    InUse(String zh, String en) {
      super(en);
      this.zh = zh;
    }

    /** In the reader's language; English for everybody who does not read Chinese. */
    public String text(Locale locale) {
      return locale.getLanguage().equals("zh") ? zh : String.valueOf(getMessage());
    }
  }
}
