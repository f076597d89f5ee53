package org.huiyin.flow.prompts;

/** The prompts cannot be made as things are; the message says what to do. */
class PromptProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  PromptProblem(String message) {
    super(message);
  }

  /** A command that makes sounds is not there. */
  static final class NoTool extends PromptProblem {
    private static final long serialVersionUID = 1;

    NoTool(String message) {
      super(message);
    }
  }
}
