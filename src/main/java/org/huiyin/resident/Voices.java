package org.huiyin.resident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * The clock of all telephones in this process: each sends a packet every 20 ms. A real telephone has a processor of its own, so this thread asks to
 * run before all others of the machine. Where it comes late all the same, the rest is said later: a telephone does not send in bursts, and a hotline
 * may drop what comes in one.
 */
final class Voices {
  private static final long TICK = 20_000_000;
  /** So much is caught up, by packets that follow at once; it is what a telephone network does too. */
  private static final long JITTER = 3 * TICK;
  private static final DelayQueue<Turn> TURNS = new DelayQueue<>();

  static {
    Thread.ofPlatform().daemon().name("voices").start(Voices::run);
  }

  private Voices() {
  }

  private record Turn(Line line, long at) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return other instanceof Turn(Line _, long otherAt) ? Long.compare(at - otherAt, 0) : 0;
    }
  }

  /** From now on the line is heard, until it is closed. */
  static void add(Line line) {
    TURNS.add(new Turn(line, System.nanoTime()));
  }

  private static void run() {
    askToRunFirst();
    while (true) {
      try {
        Turn turn = TURNS.take();
        if (turn.line().sendNext()) {
          long next = turn.at() + TICK;
          long now = System.nanoTime();
          TURNS.add(new Turn(turn.line(), now - next > JITTER ? now + TICK : next));
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Where it is not granted, the voices wait for their turn like everybody else. */
  private static void askToRunFirst() {
    try {
      String thread = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
      new ProcessBuilder("chrt", "--rr", "--pid", "9", thread).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start().waitFor();
    } catch (IOException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
