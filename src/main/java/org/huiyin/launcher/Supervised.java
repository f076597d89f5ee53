package org.huiyin.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** One process that has to run: started again when it ends, after a pause that grows while it keeps ending and shrinks once it has stayed. */
final class Supervised implements Watchdog.Watched {
  /** Starts the process; returns when it runs. */
  interface Starter {
    Process start() throws IOException;
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration STAYED = Duration.ofMinutes(1);

  private final String name;
  private final PidFile pidFile;
  private final Starter starter;
  private final Consumer<String> log;
  private final Journal journal;
  private volatile boolean wanted = true;
  private volatile @Nullable Process process;

  Supervised(String name, PidFile pidFile, Starter starter, Consumer<String> log, Journal journal) {
    this.name = name;
    this.pidFile = pidFile;
    this.starter = starter;
    this.log = log;
    this.journal = journal;
  }

  /** The first start, by the caller's own thread, so that its failure is the caller's. */
  void start() throws IOException {
    synchronized (this) {
      if (wanted) {
        Process started = starter.start();
        process = started;
        pidFile.write(started.toHandle());
        journal.note(part(), Journal.Event.STARTED, started.pid());
      }
    }
  }

  boolean alive() {
    Process running = process;
    return running != null && running.isAlive();
  }

  /** Watches it until {@link #stop}; runs on a thread of its own. */
  void watch() {
    Duration pause = FIRST_PAUSE;
    try {
      while (wanted) {
        long since = System.nanoTime();
        Process running = process;
        int exit = running == null ? -1 : running.waitFor();
        if (!wanted) {
          return;
        }
        if (running != null) {
          journal.note(part(), Journal.Event.DIED, running.pid());
        }
        if (System.nanoTime() - since > STAYED.toNanos()) {
          pause = FIRST_PAUSE;
        }
        log.accept(name + " ended by itself (" + exit + "): starting it again in " + pause.toMillis() + " ms");
        Thread.sleep(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        startAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startAgain() {
    try {
      start();
      if (wanted) {
        log.accept(name + " runs again");
      }
    } catch (IOException | Problem e) {
      process = null;
      log.accept(name + " could not be started: " + e.getMessage());
    }
  }

  @Override
  public Object incarnation() {
    Process running = process;
    return running == null ? this : running;
  }

  /** Ends the process so that {@link #watch} starts it anew. */
  @Override
  public void renew() {
    Process running = process;
    if (running != null) {
      PrivateAsterisk.stop(running, Duration.ofSeconds(5));
    }
  }

  /** The name in the journal. */
  private String part() {
    return name.substring(name.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
  }

  /** Ends it for good. */
  void stop(Duration patience) {
    wanted = false;
    synchronized (this) {
      Process running = process;
      if (running != null) {
        PrivateAsterisk.stop(running, patience);
        journal.note(part(), Journal.Event.STOPPED, running.pid());
      }
      pidFile.clear();
    }
  }
}
