package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The journals of what was destroyed, {@code purged.journal}, from wherever they are found: together they know most. Each line begins with its moment. */
final class PurgeJournals {
  static final String NAME = "purged.journal";

  private PurgeJournals() {
  }

  static NavigableSet<String> together(Collection<Path> files) throws IOException {
    NavigableSet<String> lines = new TreeSet<>();
    for (Path file : files) {
      if (Files.exists(file)) {
        // Read as bytes would be: a torn line must not keep the others from being read.
        Files.readString(file, StandardCharsets.ISO_8859_1).lines().filter(line -> !line.isBlank()).forEach(lines::add);
      }
    }
    return lines;
  }

  static void write(Path file, NavigableSet<String> lines) throws IOException {
    if (!lines.isEmpty()) {
      SafeFiles.write(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
