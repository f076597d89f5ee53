package org.huiyin.flow;

import java.util.UUID;

import org.huiyin.flow.prompts.Prompt;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;

/**
 * What a PIN is good for.
 *
 * @param by who asked for it
 * @param prompt with the words that will be heard
 * @param note why
 */
record StudioPass(UUID id, Actor by, CommunityId community, Prompt prompt, String note) {
}
