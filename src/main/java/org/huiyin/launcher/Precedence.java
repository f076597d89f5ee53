package org.huiyin.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a process run before all ordinary ones of the machine. Asterisk's recorder throws away what it gets more than 100 ms late: on a machine whose
 * processors are all busy, an Asterisk that waits for its turn loses a tenth of what residents say. A nice value does not help, since a session of its
 * own competes as one with all others.
 */
final class Precedence {
  private static final List<String> FIRST = List.of("chrt", "--rr", "10");
  private static final boolean GRANTED = tried();

  private Precedence() {
  }

  /** Whether this machine lets us: root or CAP_SYS_NICE, or a limit on real-time priority that was raised for this user. */
  static boolean granted() {
    return GRANTED;
  }

  /** The command as it runs first, or as it is where that is not granted. */
  static List<String> over(List<String> command) {
    List<String> whole = new ArrayList<>(GRANTED ? FIRST : List.of());
    whole.addAll(command);
    return whole;
  }

  private static boolean tried() {
    List<String> command = new ArrayList<>(FIRST);
    command.add("true");
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
