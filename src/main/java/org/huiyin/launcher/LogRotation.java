package org.huiyin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Keeps the logs from growing for ever: a long one is turned over, Asterisk's by Asterisk itself, and the oldest ones go. */
final class LogRotation implements Runnable {
  static final long LONG = 20_000_000;
  private static final int KEPT = 4;
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final List<String> LOGS = List.of("messages", "security");
  private static final Pattern TURNED = Pattern.compile("(?:messages|security)\\.(\\d{1,6})");

  private final Path folder;
  private final Path service;
  private final Supplier<Optional<PrivateAsterisk>> asterisk;
  private final long limit;
  private final Consumer<String> log;

  LogRotation(Home home, Supplier<Optional<PrivateAsterisk>> asterisk, long limit, Consumer<String> log) {
    this.folder = home.log().resolve("asterisk");
    this.service = home.serviceLog();
    this.asterisk = asterisk;
    this.limit = limit;
    this.log = log;
  }

  @Override
  public void run() {
    Rounds.make(this::look, PAUSE);
  }

  void look() {
    try {
      if (LOGS.stream().map(folder::resolve).mapToLong(file -> file.toFile().length()).max().orElse(0) > limit) {
        asterisk.get().ifPresent(running -> running.console("logger rotate"));
        removeOldest();
      }
      if (service.toFile().length() > limit) {
        turnOverService();
      }
    } catch (IOException | Problem e) {
      log.accept("the logs could not be turned over, next try in a minute: " + e.getMessage());
    }
  }

  /** The service holds its log open and always writes at its end, so it is copied and emptied; the newest copy is 1. */
  private void turnOverService() throws IOException {
    for (int i = KEPT; i > 1; i--) {
      if (Files.exists(copy(i - 1))) {
        Files.move(copy(i - 1), copy(i), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.copy(service, copy(1), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    try (var emptied = FileChannel.open(service, StandardOpenOption.WRITE)) {
      emptied.truncate(0);
    }
  }

  private Path copy(int number) {
    return service.resolveSibling(service.getFileName() + "." + number);
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
