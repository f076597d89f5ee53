package org.huiyin.flow.prompts;

import java.time.Duration;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * A sound as Asterisk plays it, in both widths.
 *
 * @param narrow a WAV of 8,000 samples a second
 * @param wide a WAV of 16,000 samples a second
 */
public record Recorded(byte[] narrow, byte[] wide, Duration length) {
  private static final int NAME_LENGTH = 32;

  /** Names the sound by what it holds: 32 hexadecimal digits. */
  public String name() {
    return DigestUtils.sha256Hex(narrow).substring(0, NAME_LENGTH);
  }
}
