package org.huiyin.bench;

import java.util.Locale;

/** What was expected, each said with its figures. */
final class Expectations {
  private boolean allHold = true;

  @SuppressWarnings("AnnotateFormatMethod") // the annotation would make Error Prone a dependency
  void expect(boolean holds, String what, Object... figures) {
    System.out.println((holds ? "  holds: " : "  FAILS: ") + String.format(Locale.ROOT, what, figures));
    allHold &= holds;
  }

  boolean allHold() {
    return allHold;
  }
}
