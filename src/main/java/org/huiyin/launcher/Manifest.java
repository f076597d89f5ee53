package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a backup holds: a text with one line for each file, SHA-256, bytes, the source's time, path; its last line is the SHA-256 of those before it. A folder
 * without a whole one is no backup.
 *
 * @param kind {@code data} or {@code keys}
 */
record Manifest(String kind, Instant made, NavigableMap<String, Entry> files) {
  static final String NAME = "manifest.txt";
  private static final String TITLE = "huiyin-backup 1 ";
  private static final int FIELDS = 4;

  Manifest {
    files = new TreeMap<>(files);
  }

  /** @param modified the source's last change, in milliseconds: an object that has the same and the same size is not copied again */
  record Entry(String hash, long size, long modified) {
  }

  static Manifest of(String kind, Instant made, Map<String, Entry> files) {
    return new Manifest(kind, made, new TreeMap<>(files));
  }

  void write(Path folder) throws IOException {
    StringBuilder text = new StringBuilder(TITLE).append(kind).append(' ').append(made).append('\n');
    files.forEach((path, entry) -> text.append(entry.hash()).append(' ').append(entry.size()).append(' ').append(entry.modified())
        .append(' ').append(path).append('\n'));
    text.append(SafeFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8))).append('\n');
    SafeFiles.write(folder.resolve(NAME), text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** @throws Problem when there is none, or it is damaged */
  static Manifest read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      String text = Files.readString(file);
      int last = text.lastIndexOf('\n', text.length() - 2) + 1;
      String signed = text.substring(0, last);
      if (!text.endsWith("\n")
          || !SafeFiles.sha256(signed.getBytes(StandardCharsets.UTF_8)).equals(text.substring(last, text.length() - 1))) {
        throw damaged(file);
      }
      return parse(signed, file);
    } catch (NoSuchFileException e) {
      throw new Problem(folder + " holds no whole backup (" + NAME + " is missing): take another one", e);
    } catch (IOException e) {
      throw new Problem("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static Manifest parse(String text, Path file) {
    try {
      String[] lines = text.split("\n", -1);
      String[] title = lines[0].split(" ", -1);
      NavigableMap<String, Entry> files = new TreeMap<>();
      for (int i = 1; i < lines.length - 1; i++) {
        String[] fields = lines[i].split(" ", FIELDS);
        Path path = Path.of(fields[3]);
        if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
          throw damaged(file);
        }
        files.put(fields[3], new Entry(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2])));
      }
      return new Manifest(title[2], Instant.parse(title[3]), files);
    } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeParseException e) {
      throw new Problem(file + " cannot be read: it was written by another version, or changed", e);
    }
  }

  private static Problem damaged(Path file) {
    return new Problem(file + " is not as it was written: take another backup");
  }

  /**
   * Reads every file of the backup and compares it.
   *
   * @throws Problem that names the first that is missing or not as it was written
   */
  void check(Path folder) {
    files.forEach((path, entry) -> {
      Path file = folder.resolve(path);
      try {
        if (Files.size(file) != entry.size() || !SafeFiles.sha256(file).equals(entry.hash())) {
          throw new Problem(file + " is not as it was written: take another backup");
        }
      } catch (IOException e) {
        throw new Problem(file + " is missing or cannot be read: take another backup", e);
      }
    });
  }

  long bytes() {
    return files.values().stream().mapToLong(Entry::size).sum();
  }
}
