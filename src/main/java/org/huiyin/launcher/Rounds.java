package org.huiyin.launcher;

import java.time.Duration;

/** Looks again and again, until the thread that does it is interrupted. */
final class Rounds {
  private Rounds() {
  }

  static void make(Runnable look, Duration pause) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look.run();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
