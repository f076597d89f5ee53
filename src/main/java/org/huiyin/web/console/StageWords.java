package org.huiyin.web.console;

import org.huiyin.flow.CallPaths.Stage;

/** What a step of a call is called on the pages that show its way. */
final class StageWords {
  private StageWords() {
  }

  static String title(Words words, Stage stage) {
    return stage.kind().equals("hours")
        ? words.say("minute.kind.hours." + stage.keys().keySet().iterator().next())
        : words.say("minute.kind." + stage.kind(), stage.choice().isEmpty() ? "" : words.sayOr("choice." + stage.choice(), stage.choice()));
  }
}
