package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Keeps Asterisk's own logs from growing for ever: a long one is turned over by Asterisk itself, and the oldest ones go. */
final class LogRotation implements Runnable {
  static final long LONG = 20_000_000;
  private static final int KEPT = 4;
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final List<String> LOGS = List.of("messages", "security");
  private static final Pattern TURNED = Pattern.compile("(?:messages|security)\\.(\\d{1,6})");

  private final Path folder;
  private final Supplier<Optional<PrivateAsterisk>> asterisk;
  private final long limit;
  private final Consumer<String> log;

  LogRotation(Home home, Supplier<Optional<PrivateAsterisk>> asterisk, long limit, Consumer<String> log) {
    this.folder = home.log().resolve("asterisk");
    this.asterisk = asterisk;
    this.limit = limit;
    this.log = log;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        look();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look() {
    try {
      if (LOGS.stream().map(folder::resolve).mapToLong(file -> file.toFile().length()).max().orElse(0) > limit) {
        asterisk.get().ifPresent(running -> running.console("logger rotate"));
        removeOldest();
      }
    } catch (IOException | Problem e) {
      log.accept("Asterisk's logs could not be turned over, next try in a minute: " + e.getMessage());
    }
  }

  /** Asterisk counts the newest as 0. */
  private void removeOldest() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var turned = TURNED.matcher(file.getFileName().toString());
        if (turned.matches() && Integer.parseInt(turned.group(1)) >= KEPT) {
          Files.delete(file);
        }
      }
    }
  }
}
