package org.huiyin.flow.prompts;

/** The prompts cannot be made as things are; the message says what to do. */
final class PromptProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  PromptProblem(String message) {
    super(message);
  }
}
