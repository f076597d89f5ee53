package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * When each process was started, died by itself or was stopped, one line each: {@code <milliseconds since 1970>,<part>,<event>,<pid>}. What the nightly
 * account of calls names a crash by; a beginning without an end before it is a supervisor or a machine that went down itself.
 */
public final class Journal {
  /** What happened to a part. */
  public enum Event {
    STARTED, DIED, STOPPED
  }

  private final Path file;
  private final Clock clock;
  private final Consumer<String> log;

  public Journal(Home home, Consumer<String> log) {
    this(home.log().resolve("processes.csv"), clock(), log);
  }

  /** The machine's clock, for what the launcher writes down. */
  static Clock clock() {
    return Clock.systemUTC();
  }

  Journal(Path file, Clock clock, Consumer<String> log) {
    this.file = file;
    this.clock = clock;
    this.log = log;
  }

  /** Durable before it returns. A journal that cannot be written never keeps a process from being started. */
  public void note(String part, Event event, long pid) {
    String line = clock.millis() + "," + part + "," + event.name().toLowerCase(Locale.ROOT) + "," + pid + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
    } catch (IOException e) {
      log.accept(
          "the journal of processes cannot be written (" + e.getMessage() + "): a crash now will not be named in the account of calls");
    }
  }
}
