package org.huiyin.flow.prompts;

import java.util.Arrays;
import java.util.Locale;

/** The languages that callers are spoken to in. */
public enum Language {
  // espeak-ng's "cmn" reads the tones of Mandarin as English numbers; only this voice speaks them.
  ZH("cmn-latn-pinyin", 162), EN("en-us", 158);

  private final String voice;
  private final int wordsPerMinute;

  Language(String voice, int wordsPerMinute) {
    this.voice = voice;
    this.wordsPerMinute = wordsPerMinute;
  }

  /** {@code zh} or {@code en}: the folder of its sounds, and how the call's facts name it. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** @throws IllegalArgumentException when callers are not spoken to in that language */
  public static Language of(String code) {
    return Arrays.stream(values()).filter(language -> language.code().equals(code)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no prompts are spoken in language " + code));
  }

  String voice() {
    return voice;
  }

  int wordsPerMinute() {
    return wordsPerMinute;
  }
}
