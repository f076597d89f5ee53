package org.huiyin.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * Prompts that are heard by whoever made them before any caller does: made in words or out of a recording, then taken or thrown away. There is one for each
 * prompt of a community, kept until then; a new one takes its place.
 */
public interface PromptDrafts {
  /**
   * As {@link Prompts#upload}, put in force only when it is taken.
   *
   * @throws Prompts.Unusable when callers could not listen to it
   * @throws Menus.Stale when somebody else made one at the same time
   */
  Draft upload(Actor by, CommunityId community, String language, String id, String said, byte[] file, String note);

  /**
   * As {@link Prompts#speak}, put in force only when it is taken.
   *
   * @throws Prompts.Unusable when callers could not listen to it
   * @throws Menus.Stale when somebody else made one at the same time
   */
  Draft speak(Actor by, CommunityId community, String language, String id, String words, String note);

  /** @throws Prompts.UnknownPrompt when there is no such prompt */
  Optional<Draft> of(CommunityId community, String language, String id);

  /** As callers would hear it: a WAV of 8,000 samples a second. */
  Optional<byte[]> sound(CommunityId community, String language, String id);

  /**
   * Puts it in force.
   *
   * @param draft {@link Draft#id} of the one that was heard
   * @throws Prompts.Unusable when it would be too long by now
   * @throws Menus.Stale when it is another by now, or none
   */
  Prompts.Version take(Actor by, CommunityId community, String language, String id, String draft);

  /**
   * Throws it away.
   *
   * @param draft {@link Draft#id} of the one that was heard
   * @throws Menus.Stale when it is another by now, or none
   */
  void discard(Actor by, CommunityId community, String language, String id, String draft);

  /**
   * @param id names the sound by what it holds
   * @param said the words that are heard
   * @param note why it is made
   */
  record Draft(String id, Prompts.Source source, String said, Duration length, String note, Instant at, String by) {
  }
}
