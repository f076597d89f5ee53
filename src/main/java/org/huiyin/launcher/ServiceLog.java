package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns what a dead service wrote last into one line that helps. */
final class ServiceLog {
  /** Written before each start, so that an older failure is not taken for this one's. */
  private static final String START = "=== the service starts ===";
  /** How the service itself tells in one line why it does not start. */
  private static final String TOLD = "huiyin: ";
  private static final Pattern DESCRIPTION = Pattern.compile("Description:\\s+(\\S[^\\n]*)");
  private static final int LOOKED_AT = 200_000;

  private ServiceLog() {
  }

  static String explain(Path log, Settings settings) {
    return explain(end(log), log, settings);
  }

  static String explain(String text, Path log, Settings settings) {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("Database may be already in use|Locked by another process|DATABASE_ALREADY_OPEN",
        "the database in " + settings.home().db() + " is locked by another process: end that one first");
    known.put("No space left on device", "the disk of " + settings.home().root() + " is full: make room");
    known.put("Port \\d+ was already in use|Address already in use",
        "a port was taken meanwhile: see HUIYIN_HTTP_PORT and HUIYIN_AGI_PORT");
    known.put("Connection to \\S+ refused|The connection attempt failed", "the database named by HUIYIN_DB_URL does not answer");
    known.put("OutOfMemoryError", "the service ran out of memory");
    known.put("UnsupportedClassVersionError", "it needs Java 25: set JAVA_HOME to a JDK 25");
    for (var each : known.entrySet()) {
      if (Pattern.compile(each.getKey()).matcher(text).find()) {
        return each.getValue() + " (" + log + ")";
      }
    }
    var told = text.lines().filter(line -> line.startsWith(TOLD)).reduce((_, later) -> later);
    if (told.isPresent()) {
      return told.get().substring(TOLD.length()).strip() + " (" + log + ")";
    }
    var described = DESCRIPTION.matcher(text);
    if (described.find()) {
      return described.group(1).strip() + " (" + log + ")";
    }
    List<String> errors = text.lines().filter(line -> line.startsWith("Caused by:") || line.contains(" ERROR ")).toList();
    return (errors.isEmpty() ? "it gave no reason" : errors.getLast().strip()) + " (" + log + ")";
  }

  private static String end(Path log) {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - LOOKED_AT);
      String text = new String(all, from, all.length - from, StandardCharsets.UTF_8);
      int lastStart = text.lastIndexOf(START);
      return lastStart < 0 ? text : text.substring(lastStart);
    } catch (IOException e) {
      return "";
    }
  }

  static void mark(Path log) throws IOException {
    Files.writeString(log, START + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Accounts.hand(log, Accounts.SERVICE, 0640);
  }
}
