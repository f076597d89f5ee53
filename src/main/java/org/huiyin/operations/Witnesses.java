package org.huiyin.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Crashes;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.ticket.Ticket;
import org.huiyin.ticket.TicketState;
import org.huiyin.ticket.Tickets;
import org.springframework.stereotype.Component;

/** Hears everybody who knows something about the calls of a time. */
@Component
class Witnesses {
  private static final int PAGE = 200;
  private static final Duration LAIN_LONG = Duration.ofHours(1);
  private static final Pattern CALL_FILE = Pattern
      .compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-caller\\.wav|-staff\\.wav|\\.wav|\\.start|\\.end)");

  private final CallLedger calls;
  private final Recordings recordings;
  private final Tickets tickets;
  private final Directory directory;
  private final AsteriskAccounts asterisk;
  private final Crashes crashes;
  private final HuiyinHome home;
  private final OperationsSettings settings;
  private final Clock clock;

  Witnesses(CallLedger calls, Recordings recordings, Tickets tickets, Directory directory, AsteriskAccounts asterisk, Crashes crashes,
      HuiyinHome home, OperationsSettings settings, Clock clock) {
    this.calls = calls;
    this.recordings = recordings;
    this.tickets = tickets;
    this.directory = directory;
    this.asterisk = asterisk;
    this.crashes = crashes;
    this.home = home;
    this.settings = settings;
    this.clock = clock;
  }

  /** Asterisk's own accounts are read before the ledger: who begins to call meanwhile is missing in them, not in the ledger. */
  DayOfCalls hear(Instant from, Instant to) {
    var starts = asterisk.starts(from, to).orElse(null);
    var answered = asterisk.answered(from, to).orElse(null);
    var ledger = calls(from, to);
    var found = new HashMap<CallId, RecordingFacts>();
    var ticketed = new HashSet<CallId>();
    var missed = new HashSet<CallId>();
    for (int i = 0; i < ledger.size(); i += PAGE) {
      var page = ledger.subList(i, Math.min(i + PAGE, ledger.size())).stream().map(Call::id).toList();
      page.forEach(id -> recordings.ofCall(id).ifPresent(recording -> found.put(id, recording)));
      for (Ticket ticket : tickets.ofCalls(page).values()) {
        ticketed.add(ticket.call());
        if (ticket.state() == TicketState.MISSED) {
          missed.add(ticket.call());
        }
      }
    }
    return new DayOfCalls(from, to, starts, ledger, found, ticketed, missed, answered, forgotten(), crashes.between(from, to),
        settings.channels(), clock.instant());
  }

  private List<Call> calls(Instant from, Instant to) {
    Set<CommunityId> everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    var found = new ArrayList<Call>();
    var page = calls.newest(everywhere, null, PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(call -> !call.startedAt().isBefore(from) && call.startedAt().isBefore(to)).forEach(found::add);
      page = page.getLast().startedAt().isBefore(from) ? List.of() : calls.newest(everywhere, page.getLast().id(), PAGE);
    }
    return found;
  }

  /** A call that runs, or that waits to be sealed, has its files there by right. */
  private List<String> forgotten() {
    var spool = home.spool();
    if (!Files.isDirectory(spool)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(spool)) {
      return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && lainLong(file) && !expected(file))
          .map(file -> spool.relativize(file).toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new UncheckedIOException("the spool cannot be read", e instanceof IOException io ? io : ((UncheckedIOException) e).getCause());
    }
  }

  private boolean expected(Path file) {
    var name = CALL_FILE.matcher(file.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    var id = CallId.of(name.group(1));
    return calls.find(id).filter(call -> call.end() == Call.End.RUNNING).isPresent()
        || recordings.ofCall(id).filter(recording -> recording.state() == RecordingState.SPOOLED).isPresent();
  }

  private boolean lainLong(Path file) {
    try {
      return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(clock.instant().minus(LAIN_LONG));
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
