package org.huiyin.telephony;

/** What became of an act that a key may end. */
public sealed interface Outcome {
  /** @param digit one of {@code 0-9*#} */
  record Key(char digit) implements Outcome {
  }

  record Silence() implements Outcome {
  }

  record HungUp() implements Outcome {
  }
}
