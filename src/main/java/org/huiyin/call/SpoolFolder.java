package org.huiyin.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The spool in the file system. Only regular files count: Asterisk's user writes here, and a link would lead us to read or delete elsewhere.
 */
@Component
class SpoolFolder implements Spool {
  private static final Logger log = LoggerFactory.getLogger(SpoolFolder.class);
  static final String START = ".start";
  static final String END = ".end";
  private static final String CALLER = "-caller.wav";
  private static final String STAFF = "-staff.wav";
  private static final List<String> SUFFIXES = List.of(CALLER, STAFF, ".wav", START, END);
  private static final Pattern NAME = Pattern
      .compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-caller\\.wav|-staff\\.wav|\\.wav|\\.start|\\.end)");
  private static final Pattern DAY = Pattern.compile("[0-9]{8}");
  /** The dialplan's start is in whole seconds: an Asterisk started within the same second may still be the call's own. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Path root;
  private final ObjectProvider<LiveChannels> channels;
  private final CallSettings settings;
  private final Clock clock;
  private final Map<CallId, Seen> seen = new ConcurrentHashMap<>();

  SpoolFolder(HuiyinHome home, ObjectProvider<LiveChannels> channels, CallSettings settings, Clock clock) {
    this.root = home.spool();
    this.channels = channels;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public SpooledCall filesOf(CallId call) {
    var days = days();
    var home = days.stream().filter(day -> isFile(day.resolve(call + START)) || isFile(day.resolve(call + CALLER))).findFirst()
        .orElse(days.isEmpty() ? root : days.getLast());
    var all = new ArrayList<Path>();
    for (var day : days) {
      SUFFIXES.stream().map(suffix -> day.resolve(call + suffix)).filter(SpoolFolder::isFile).forEach(all::add);
    }
    return new SpooledCall(call, place(all, home, call + CALLER), place(all, home, call + STAFF), List.copyOf(all));
  }

  @Override
  public List<CallId> calls() {
    var found = new LinkedHashSet<CallId>();
    for (var day : days()) {
      for (var file : children(day)) {
        var name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && isFile(file)) {
          found.add(CallId.of(name.group(1)));
        }
      }
    }
    return List.copyOf(found);
  }

  @Override
  public boolean abandoned(CallId call, Instant startedAt) {
    var asterisk = channels.getIfAvailable();
    var live = asterisk == null ? Optional.<Boolean>empty() : asterisk.isLive(call);
    if (live.orElse(false)) {
      return false;
    }
    var quiet = quietFor(call);
    if (asterisk != null && asterisk.startedAt().filter(since -> since.isAfter(startedAt.plus(SECOND))).isPresent()) {
      return true;
    }
    return quiet.compareTo(live.isPresent() ? settings.quietWhenGone() : settings.quietWhenUnknown()) >= 0;
  }

  /** How long the call's files have looked as they do now. */
  Duration quietFor(CallId call) {
    var now = clock.instant();
    var fingerprint = fingerprint(filesOf(call).all());
    var since = seen.compute(call, (_, before) -> before != null && before.fingerprint.equals(fingerprint) && !before.since.isAfter(now)
        ? before
        : new Seen(fingerprint, now)).since;
    return Duration.between(since, now);
  }

  void forgetAllBut(Collection<CallId> calls) {
    seen.keySet().retainAll(calls);
  }

  /** A year of empty folders would make every look slower. Days near today are Asterisk's: it may be about to write there. */
  void removeEmptyDays() {
    var kept = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(2));
    for (var day : days()) {
      if (String.valueOf(day.getFileName()).compareTo(kept) < 0 && children(day).isEmpty()) {
        try {
          Files.delete(day);
        } catch (IOException e) {
          log.debug("The empty folder {} stays in the spool", day, e);
        }
      }
    }
  }

  private List<Path> days() {
    return children(root).stream().filter(SpoolFolder::isDay).sorted().toList();
  }

  private static Path place(Collection<Path> existing, Path otherwise, String name) {
    return existing.stream().filter(path -> path.getFileName().toString().equals(name)).findFirst().orElse(otherwise.resolve(name));
  }

  private static List<Path> children(Path folder) {
    try (var listing = Files.list(folder)) {
      return listing.toList();
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("the spool cannot be read", e);
    }
  }

  static boolean isDay(Path path) {
    return DAY.matcher(path.getFileName().toString()).matches() && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether it is a file that a call's recording or sidecars are made of. */
  static boolean isOfACall(Path path) {
    return NAME.matcher(path.getFileName().toString()).matches() && isFile(path);
  }

  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Long> fingerprint(List<Path> files) {
    var facts = new ArrayList<Long>();
    for (var file : files) {
      try {
        facts.add(Files.size(file));
        facts.add(Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toMillis());
      } catch (IOException _) {
        facts.add(-1L);
      }
    }
    return facts;
  }

  private record Seen(List<Long> fingerprint, Instant since) {
  }
}
