package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.jspecify.annotations.Nullable;

/**
 * What callers hear of each community: the prompts that come with the product, and those that the community put in their place in its own voice. A change
 * counts for the calls that come in from then on (on other machines of the installation within ten seconds); a call keeps what it began with. No prompt of the
 * product can be taken away: going back to {@link #DELIVERED} says its own again. The recording notice lasts at most 6 s. A community's own sentences
 * ({@link Sentences}) are among them, without a delivered version.
 */
public interface Prompts {
  /** The version that comes with the product. */
  int DELIVERED = 1;
  /** The largest file that is taken, in bytes. */
  int LARGEST_FILE = org.huiyin.flow.prompts.SoundWorkshop.LARGEST;

  /** Every prompt that a community may say in its own voice, in both languages, by their ids. */
  List<Entry> all(CommunityId community);

  /**
   * All versions, the newest first; the last is the delivered one, if there is one.
   *
   * @throws UnknownPrompt when there is no such prompt
   */
  List<Version> versions(CommunityId community, String language, String id);

  /** A version as a WAV of 8,000 samples a second, as callers hear it; empty where there is none. */
  Optional<byte[]> sound(CommunityId community, String language, String id, int version);

  /**
   * Takes a recording in any common format, brings it to the common level and puts it in force.
   *
   * @param said the words that are heard in it, at most 300 characters; empty to leave those of the version before
   * @param note why, 1 to 200 characters
   * @throws Unusable when callers could not listen to it
   * @throws Menus.Stale when somebody else changed the same prompt at the same time
   */
  Version upload(Actor by, CommunityId community, String language, String id, String said, byte[] file, String note);

  /**
   * Has the speech engine say it, and puts that in force.
   *
   * @param words 1 to 300 characters
   * @param note why, 1 to 200 characters
   * @throws Unusable when callers could not listen to it
   * @throws Menus.Stale when somebody else changed the same prompt at the same time
   */
  Version speak(Actor by, CommunityId community, String language, String id, String words, String note);

  /**
   * Puts an older version in force again, as a new version.
   *
   * @param note why, 1 to 200 characters
   * @throws Unusable when it would now be too long
   * @throws Menus.Stale when somebody else changed the same prompt at the same time
   */
  Version goBack(Actor by, CommunityId community, String language, String id, int to, String note);

  /**
   * A prompt as it is now.
   *
   * @param used whether the menu in force, or its draft, or every call, says it
   * @param missing whether a caller would hear a gap
   * @param otherVoice whether the community says it in its own voice in the other language only
   */
  record Entry(String language, String id, Version current, boolean used, boolean missing, boolean otherVoice) {
  }

  /** Where the sound of a version comes from. */
  enum Source {
    /** The product's own. */
    DELIVERED,
    /** The speech engine, out of the community's words. */
    SPOKEN,
    /** A recording that somebody uploaded. */
    UPLOADED,
    /** What somebody said on the telephone. */
    RECORDED
  }

  /**
   * @param number counts up for each prompt from 1
   * @param said the words that are heard
   * @param note why; empty for the delivered one
   * @param at null for the delivered one
   * @param by the actor's reference; empty for the delivered one
   * @param backTo the version that this one is again; null where it is a new one
   */
  record Version(int number, Source source, String said, Duration length, String note, @Nullable Instant at, String by,
      @Nullable Integer backTo) {
  }

  /** There is no such prompt, or no such version of it. */
  final class UnknownPrompt extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnknownPrompt() {
      super("there is no such prompt that a community says in its own voice");
    }
  }

  /** What was uploaded or written cannot be put in force; both texts say what to do about it. */
  sealed class Unusable extends IllegalArgumentException permits TooLongAWait {
    private static final long serialVersionUID = 1;
    private final String zh;

    Unusable(String zh, String en) {
      super(en);
      this.zh = zh;
    }

    /** In the reader's language; English for everybody who does not read Chinese. */
    public String text(Locale locale) {
      return locale.getLanguage().equals("zh") ? zh : String.valueOf(getMessage());
    }
  }
}
