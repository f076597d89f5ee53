package org.huiyin.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** What Asterisk wrote down by itself: a line for the start of each call (by the dialplan), and its own record of each that ended. */
@Component
class AsteriskAccounts {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SECONDS = Pattern.compile("(\\d{9,11})(\\.\\d+)?");
  private static final Pattern DAY = Pattern.compile("\\d{8}\\.csv");
  private static final int START_FIELDS = 3;
  private static final int RECORD_FIELDS = 9;
  private static final int DISPOSITION = 6;
  private static final int LINKED_ID = 7;
  private static final int RECORD_START = 8;

  private final Path starts;
  private final Path records;

  @Autowired
  AsteriskAccounts(HuiyinHome home) {
    this(home.home().resolve("log/asterisk/starts"), records(home));
  }

  /** Where Asterisk writes a line for each call that ended. */
  static Path records(HuiyinHome home) {
    return home.home().resolve("log/asterisk/cdr-custom/calls.csv");
  }

  AsteriskAccounts(Path starts, Path records) {
    this.starts = starts;
    this.records = records;
  }

  /** How often each call's start was written down between the two moments; empty when no account reaches back so far. */
  Optional<Map<CallId, Integer>> starts(Instant from, Instant to) {
    var found = new HashMap<CallId, Integer>();
    boolean kept = false;
    for (Path file : startFiles()) {
      kept |= lines(file, line -> {
        var fields = line.split(",", -1);
        if (fields.length == START_FIELDS && ID.matcher(fields[0]).matches() && between(fields[1], from, to)) {
          found.merge(CallId.of(fields[0]), 1, Integer::sum);
        }
      }, from);
    }
    return kept ? Optional.of(found) : Optional.empty();
  }

  /** The linked ids of the answered calls that began between the two moments; empty when no record reaches back so far. */
  Optional<Map<CallId, Set<String>>> answered(Instant from, Instant to) {
    var found = new HashMap<CallId, Set<String>>();
    boolean kept = lines(records, line -> {
      var fields = CsvRow.read(line);
      if (fields.size() == RECORD_FIELDS && ID.matcher(fields.getFirst()).matches() && fields.get(DISPOSITION).equals("ANSWERED")
          && between(fields.get(RECORD_START), from, to)) {
        found.computeIfAbsent(CallId.of(fields.getFirst()), _ -> new HashSet<>()).add(fields.get(LINKED_ID));
      }
    }, from);
    return kept ? Optional.of(found) : Optional.empty();
  }

  /** Removes the lines of days of which statements were made long ago. */
  void forgetBefore(Instant moment) {
    for (Path file : startFiles()) {
      try {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(moment)) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the old account " + file.getFileName() + " cannot be removed", e);
      }
    }
  }

  private List<Path> startFiles() {
    if (!Files.isDirectory(starts)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(starts)) {
      return files.filter(file -> DAY.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the accounts of starts cannot be read", e);
    }
  }

  /** @return whether the file was written to after the moment; only then is it read */
  private static boolean lines(Path file, Consumer<String> each, Instant since) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(since)) {
        return false;
      }
      try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
        lines.forEach(each);
      }
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("Asterisk's account " + file.getFileName() + " cannot be read", e);
    }
  }

  private static boolean between(String seconds, Instant from, Instant to) {
    var at = SECONDS.matcher(seconds);
    if (!at.matches()) {
      return false;
    }
    var moment = Instant.ofEpochSecond(Long.parseLong(at.group(1)));
    return !moment.isBefore(from) && moment.isBefore(to);
  }
}
