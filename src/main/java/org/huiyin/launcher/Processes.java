package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Ends processes that are not this one's children. */
final class Processes {
  private Processes() {
  }

  static void end(ProcessHandle process, Duration patience) {
    if (!process.destroy() && runs(process)) {
      throw new Problem("process " + process.pid() + " belongs to another user: run this as the one who started it");
    }
    if (!ended(process, patience)) {
      process.destroyForcibly();
      ended(process, Duration.ofSeconds(5));
    }
  }

  /** A process that has ended but was not yet fetched by its parent (in a container without an init, never) runs no more. */
  static boolean runs(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException | IndexOutOfBoundsException gone) {
      return process.isAlive();
    }
  }

  private static boolean ended(ProcessHandle process, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (runs(process)) {
        if (System.nanoTime() > until) {
          return false;
        }
        Thread.sleep(20);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
