package org.huiyin.operations;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** How the parts of the installation stand now. */
public interface SystemState {
  /** Every part, always in the same order; at most a few seconds old. */
  List<Part> parts();

  /** The worst state of any part. */
  default State worst() {
    return parts().stream().map(Part::state).max(State::compareTo).orElse(State.OK);
  }

  /** From well to broken. */
  enum State {
    OK, WARNING, DOWN
  }

  /**
   * One part of the installation.
   *
   * @param name a short stable name: {@code asterisk}, {@code fastagi}, {@code heartbeat}, {@code spool}, {@code store}, {@code disk}, {@code database},
   *        {@code quartz}, {@code sealing}, {@code audit}, {@code purge}, {@code completeness}, {@code clock}, {@code integrity}, {@code keys},
   *        {@code calendar}, {@code duty}, {@code tone}
   * @param situation what is the case, as the key of a text: {@code system.spool.full}; {@code .remedy} behind it says what to do, unless the state is OK
   * @param facts what the texts name by {0}, {1} ...
   * @param since when the part was first seen in this state
   */
  record Part(String name, State state, String situation, List<String> facts, Instant since) {
    public String label() {
      return "system." + name;
    }

    public String remedy() {
      return situation + ".remedy";
    }
  }

  /** What a part is, what is the case and what to do, as one reads it. */
  record Told(String name, String what, String remedy) {
  }

  /** @param locale Chinese or English */
  Told tell(Part part, Locale locale);
}
