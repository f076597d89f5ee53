package org.huiyin.recording;

import java.util.function.Consumer;

/** The process ends here: an error that no code of ours catches. */
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  private Crash(String step) {
    super("stopped after " + step);
  }

  static Consumer<String> after(String step) {
    return reached -> {
      if (reached.equals(step)) {
        throw new Crash(step);
      }
    };
  }

  /** Stops after so many steps, the first being 1. */
  static Consumer<String> afterSteps(int count) {
    var left = new int[]{count};
    return reached -> {
      if (--left[0] == 0) {
        throw new Crash(reached);
      }
    };
  }
}
