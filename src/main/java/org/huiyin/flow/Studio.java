package org.huiyin.flow;

import java.time.Instant;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * Recording a prompt by telephone. Whoever may change a prompt is given a PIN for it, dials {@link #number} from any telephone, enters the PIN, speaks, hears what
 * callers would hear, and keeps it or speaks anew.
 */
public interface Studio {
  /** What is dialled. */
  String number();

  /**
   * Gives a PIN: for this person, this prompt and this community alone, used up when something is kept. The one that the same person was given before ends.
   *
   * @param said the words that will be heard, at most 300 characters; empty to leave those of the version before
   * @param note why, 1 to 200 characters
   * @throws Prompts.UnknownPrompt when there is no such prompt
   * @throws Prompts.Unusable when the words or the note are too long, or there is no note
   */
  Issued issue(Actor by, CommunityId community, String language, String id, String said, String note);

  /**
   * A PIN, which is known to nobody else and cannot be shown again.
   *
   * @param pin eight digits, none of which follows itself: a telephone line may swallow the second of two equal keys
   * @param until when it ends; a call in which it was entered before goes on
   */
  record Issued(String pin, Instant until) {
  }
}
