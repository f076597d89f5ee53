package org.huiyin.flow;

/** What happens next in a call in which a prompt is recorded. The counters only grow, so every way comes to an end. */
sealed interface StudioStep {
  /** @param attempt counted from 1 */
  record AskPin(int attempt, boolean afterWrong) implements StudioStep {
  }

  record Admit(int attempt, String digits) implements StudioStep {
  }

  /** Says what callers hear now. */
  record Introduce() implements StudioStep {
  }

  /** @param take counted from 1 */
  record Speak(int take) implements StudioStep {
  }

  /** Makes of what was said what callers would hear. */
  record Finish(int take) implements StudioStep {
  }

  record Refuse(int take, Refusal why) implements StudioStep {
  }

  /**
   * Plays what callers would hear and asks what to do with it.
   *
   * @param hearing counted from 1, of this take
   * @param unanswered how often nothing of use was pressed
   */
  record Review(int take, int hearing, int unanswered) implements StudioStep {
  }

  record Keep(int take) implements StudioStep {
  }

  /** Says how it ended; the last step of who is still there. */
  record End(Ending how) implements StudioStep {
  }

  record Gone() implements StudioStep {
  }

  /** How a call ends, and the prompt that says so. */
  enum Ending {
    KEPT("studio-kept"), UNCHANGED("studio-unchanged"), WRONG_PIN("studio-wrong-pin"), SHUT_OUT("studio-away");

    private final String prompt;

    Ending(String prompt) {
      this.prompt = prompt;
    }

    String prompt() {
      return prompt;
    }
  }
}
