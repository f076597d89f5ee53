package org.huiyin.foundation;

import java.util.List;

/** What a module can say about its own state. {@code operations} runs all of them, for {@code verify} and for health. */
public interface SelfCheck {
  /** A short stable name, such as {@code audit-chain}. */
  String name();

  /** Looks at everything it answers for; may take minutes. Empty when all is well. */
  List<Finding> check();

  /**
   * One thing that is wrong.
   *
   * @param subject the id of what is wrong, never personal data
   * @param what what is wrong, one sentence
   * @param remedy what a person does about it, one sentence
   */
  record Finding(String subject, String what, String remedy) {
  }
}
