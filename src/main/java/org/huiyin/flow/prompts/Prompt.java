package org.huiyin.flow.prompts;

import java.util.regex.Pattern;

/**
 * Something that is said in one piece.
 *
 * @param id the name of its sound, lower-case letters, digits and hyphens
 * @param text what is said; a full stop at its end gives it a breath before the next sound
 */
public record Prompt(Language language, String id, String text) {
  /** What the ids of a community's own sentences begin with, and none of the product's. */
  public static final String OWN = "own-";
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,40}");
  private static final String FULL_STOPS = "。！？.!?";

  public Prompt {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not a prompt's id: " + id);
    }
    if (text.isBlank()) {
      throw new IllegalArgumentException("prompt " + language.code() + "/" + id + " says nothing");
    }
  }

  /** {@code zh/notice}: below the folder of sounds, without an ending. */
  public String path() {
    return language.code() + "/" + id;
  }

  /** Heard by everybody before anything else, so it is short. */
  public boolean isNotice() {
    return id.endsWith("notice") && !isOwn();
  }

  /** Whether it is a sentence of a community's own, which the product does not have. */
  public boolean isOwn() {
    return isOwn(id);
  }

  /** Whether it is the id of a sentence of a community's own. */
  public static boolean isOwn(String id) {
    return id.startsWith(OWN);
  }

  boolean endsASentence() {
    return FULL_STOPS.indexOf(text.charAt(text.length() - 1)) >= 0;
  }
}
