package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A process of this installation, remembered with the moment it started, so that another process that got its number is never taken for it. */
record PidFile(Path file) {
  static PidFile supervisor(Home home) {
    return new PidFile(home.root().resolve("supervisor.pid"));
  }

  static PidFile asterisk(Home home) {
    return new PidFile(home.root().resolve("asterisk.pid"));
  }

  static PidFile service(Home home) {
    return new PidFile(home.root().resolve("service.pid"));
  }

  void write(ProcessHandle process) {
    try {
      Files.writeString(file, process.pid() + " " + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L) + "\n");
    } catch (IOException e) {
      throw new Problem("cannot write " + file + " (" + e.getMessage() + "): check the disk's room", e);
    }
  }

  Optional<ProcessHandle> running() {
    try {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      long started = Long.parseLong(parts[1]);
      return ProcessHandle.of(Long.parseLong(parts[0])).filter(Processes::runs)
          .filter(process -> process.info().startInstant().map(Instant::toEpochMilli).orElse(0L) == started);
    } catch (IOException | RuntimeException none) {
      return Optional.empty();
    }
  }

  void clear() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Problem("cannot remove " + file + ": " + e.getMessage(), e);
    }
  }
}
