package org.huiyin.flow;

import org.huiyin.flow.prompts.UnusableSound;

/** Why what was said on the telephone cannot be put in force, and the prompt that says so. */
enum Refusal {
  UNHEARD("studio-unheard"), TOO_LOUD("studio-too-loud"), TOO_LONG("studio-too-long"),
  /** The recording notice. */
  OVER_SIX_SECONDS("studio-six-seconds"),
  /** Whoever presses no key would wait too long for the tone. */
  OVER_THIRTY_SECONDS("studio-thirty-seconds"),
  /** Nothing is wrong with what was said. */
  FAILED("studio-failed");

  private final String prompt;

  Refusal(String prompt) {
    this.prompt = prompt;
  }

  String prompt() {
    return prompt;
  }

  static Refusal of(UnusableSound sound) {
    return switch (sound.kind()) {
      case EMPTY, SILENT, TOO_SHORT -> UNHEARD;
      case CLIPPED -> TOO_LOUD;
      case TOO_LONG, TOO_BIG -> TOO_LONG;
      case NOTICE_TOO_LONG -> OVER_SIX_SECONDS;
      case UNKNOWN, UNREADABLE, CUT_OFF, NO_WORDS, NOT_SPOKEN, NO_TOOL, BUSY -> FAILED;
    };
  }
}
