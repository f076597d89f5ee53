package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Processor time by Linux's own books. */
final class Cpu {
  private static final long TICK_MILLIS = 10;
  private static final int USER = 11;
  private static final int CHILDREN_SYSTEM = 14;

  private Cpu() {
  }

  /** Of a process, its ended children left out. */
  static Duration of(long pid) throws IOException {
    return sum(Path.of("/proc", Long.toString(pid), "stat"), USER, USER + 1);
  }

  /** Of this process and those it has started and seen end: the callers. */
  static Duration ofThisAndItsChildren() throws IOException {
    return sum(Path.of("/proc/self/stat"), USER, CHILDREN_SYSTEM);
  }

  /** Of those threads of a process whose names begin so. */
  static Duration ofThreads(long pid, String prefix) throws IOException {
    Duration all = Duration.ZERO;
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        if (Files.readString(thread.resolve("comm")).startsWith(prefix)) {
          all = all.plus(sum(thread.resolve("stat"), USER, USER + 1));
        }
      }
    }
    return all;
  }

  /** What a process has in memory now. */
  static long megabytes(long pid) throws IOException {
    return memory(pid, "VmRSS:");
  }

  static long peakMegabytes(long pid) throws IOException {
    return memory(pid, "VmHWM:");
  }

  private static long memory(long pid, String which) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "status")).lines().filter(line -> line.startsWith(which))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElseThrow();
  }

  private static Duration sum(Path stat, int from, int to) throws IOException {
    String text = Files.readString(stat);
    List<String> fields = List.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
    return Duration.ofMillis(fields.subList(from, to + 1).stream().mapToLong(Long::parseLong).sum() * TICK_MILLIS);
  }
}
