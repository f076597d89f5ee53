package org.huiyin.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.huiyin.operations.Probe.Reading;
import org.huiyin.operations.SystemState.State;

/**
 * Whether Asterisk still runs before ordinary programs. Without it a busy machine costs pieces of what residents say; Asterisk gives it up by itself when its
 * canary falls silent, and is not given it at all where the machine does not grant it.
 *
 * @param pidFile where the supervisor leaves Asterisk's process number
 * @param proc where the kernel tells of processes
 */
record AsteriskPrecedence(Path pidFile, Path proc) {
  /** proc(5): the 41st field of a process's stat is its scheduling policy, the 3rd is the first after its name. */
  private static final int POLICY = 41 - 3;
  /** sched(7): 1 is first in, first out; 2 is round robin. */
  private static final String REAL_TIME = "[12]";

  Reading look() {
    try {
      String pid = Files.readString(pidFile).strip().split(" ", 2)[0];
      String stat = Files.readString(proc.resolve(pid).resolve("stat"));
      String policy = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[POLICY];
      return policy.matches(REAL_TIME) ? Reading.ok() : Reading.warning("ordinary");
    } catch (IOException _) {
      return new Reading(State.OK, "unknown", List.of());
    }
  }
}
