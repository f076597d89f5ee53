package org.huiyin.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.huiyin.foundation.HuiyinHome;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Reads the supervisor's journal of starts and deaths. A line that was cut off, or is none, says nothing. */
@Component
class CrashJournal implements Crashes {
  private static final Pattern LINE = Pattern.compile("(\\d{1,15}),(asterisk|service|supervisor),(started|died|stopped),\\d{1,10}");
  private static final String ASTERISK = "asterisk";
  private static final Duration UNWRITTEN = Duration.ofSeconds(10);

  private final Path file;

  @Autowired
  CrashJournal(HuiyinHome home) {
    this(home.home().resolve("log").resolve("processes.csv"));
  }

  CrashJournal(Path file) {
    this.file = file;
  }

  @Override
  public List<CrashWindow> between(Instant begin, Instant end) {
    return windows().stream().filter(window -> window.touches(begin, end)).toList();
  }

  /** When Asterisk died soon after a call's audio ended: Asterisk writes audio out in pieces, so the call went on until then. */
  Optional<Instant> deathSoonAfter(Instant audioEnds) {
    return between(audioEnds, audioEnds.plus(UNWRITTEN)).stream().filter(window -> window.part().equals(ASTERISK))
        .flatMap(window -> Optional.ofNullable(window.from()).stream()).filter(death -> !death.isBefore(audioEnds)).findFirst();
  }

  private record Entry(Instant at, String part, String event) {
  }

  private List<CrashWindow> windows() {
    List<CrashWindow> windows = new ArrayList<>();
    Map<String, Instant> deaths = new HashMap<>();
    Map<String, Boolean> up = new HashMap<>();
    for (Entry entry : entries()) {
      switch (entry.event) {
        case "started" -> {
          @Nullable
          Instant death = deaths.remove(entry.part);
          if (death != null || up.getOrDefault(entry.part, false)) {
            windows.add(new CrashWindow(entry.part, death, entry.at));
          }
          up.put(entry.part, true);
        }
        case "died" -> {
          deaths.put(entry.part, entry.at);
          up.put(entry.part, false);
        }
        default -> {
          deaths.remove(entry.part);
          up.put(entry.part, false);
        }
      }
    }
    deaths.forEach((part, at) -> windows.add(new CrashWindow(part, at, null)));
    return windows;
  }

  private List<Entry> entries() {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.map(LINE::matcher).filter(Matcher::matches)
          .map(line -> new Entry(Instant.ofEpochMilli(Long.parseLong(line.group(1))), line.group(2), line.group(3))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of processes cannot be read", e);
    }
  }
}
