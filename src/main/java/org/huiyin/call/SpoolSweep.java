package org.huiyin.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes the ledger agree with the spool: begins calls that have no row, closes those that are over. Each look may be repeated at any time. */
@Component
class SpoolSweep {
  private static final Logger log = LoggerFactory.getLogger(SpoolSweep.class);
  /** A sidecar is written in one go; one that is still broken after this long stays broken. */
  private static final Duration HALF_WRITTEN = Duration.ofSeconds(2);
  private static final Duration WATCH = Duration.ofSeconds(20);
  private static final int HEADER = 44;
  private static final int BYTES_PER_SECOND = 16_000;

  private final CallRegister register;
  private final CallTable table;
  private final SpoolFolder spool;
  private final CallSettings settings;
  private final CrashJournal crashes;
  private final Clock clock;
  private final Map<CallId, Instant> watched = new ConcurrentHashMap<>();

  SpoolSweep(CallRegister register, CallTable table, SpoolFolder spool, CallSettings settings, CrashJournal crashes, Clock clock) {
    this.register = register;
    this.table = table;
    this.spool = spool;
    this.settings = settings;
    this.crashes = crashes;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT30S")
  void sweep() {
    try {
      var calls = new LinkedHashSet<>(spool.calls());
      calls.addAll(table.running());
      spool.forgetAllBut(calls);
      spool.removeEmptyDays();
      calls.forEach(id -> examine(id, true));
    } catch (RuntimeException e) {
      log.warn("The sweep of the spool failed; calls stay as they are until the next one in 30 s", e);
    }
  }

  /** The end sidecar is written a moment after the hang-up: so look a few times. Of a call that has left no trace nothing is to be expected. */
  void look(CallId id) {
    if (!spool.filesOf(id).isEmpty() || table.find(id).isPresent()) {
      watched.put(id, clock.instant().plus(WATCH));
      examine(id, false);
    }
  }

  /** How many calls are looked at again and again. */
  int watching() {
    return watched.size();
  }

  @Scheduled(fixedDelayString = "PT0.5S")
  void lookAgain() {
    var now = clock.instant();
    watched.forEach((id, until) -> {
      if (examine(id, false) || now.isAfter(until)) {
        watched.remove(id, until);
      }
    });
  }

  /**
   * @param mayGiveUp whether Asterisk is asked if the call still lives, when nothing says that it ended
   * @return whether nothing more is to be expected of this call
   */
  private boolean examine(CallId id, boolean mayGiveUp) {
    try {
      var row = table.find(id);
      if (row.isPresent() && row.get().end() == Call.End.COMPLETED) {
        return true;
      }
      var call = row.or(() -> begin(id));
      return call.isPresent() && (ended(call.get()) || (mayGiveUp && givenUp(call.get())));
    } catch (IOException | RuntimeException e) {
      log.warn("Call {} could not be brought into the ledger; its files stay in the spool, the next sweep tries again", id, e);
      return false;
    }
  }

  private Optional<Call> begin(CallId id) {
    var files = spool.filesOf(id);
    var sidecar = file(files, SpoolFolder.START);
    try {
      if (sidecar.isPresent()) {
        var start = Sidecar.Start.read(sidecar.get(), id);
        var caller = PhoneNumber.of(start.caller(), presentation(start), settings.region());
        return Optional.of(register.begin(new CallStart(id, start.sipCallId(), start.dialled(), caller, start.at())));
      }
    } catch (Sidecar.Broken e) {
      log.warn("The start sidecar of call {} is broken ({}); the call gets a row without its caller", id, e.getMessage());
    } catch (IOException e) {
      log.warn("The start sidecar of call {} cannot be read", id, e);
    }
    return !files.isEmpty() && spool.quietFor(id).compareTo(HALF_WRITTEN) >= 0 ? Optional.of(beginUnknown(files)) : Optional.empty();
  }

  /** Nothing tells who called; that somebody did is never lost. */
  private Call beginUnknown(Spool.SpooledCall files) {
    var oldest = files.all().stream().map(this::modified).min(Instant::compareTo).orElseGet(clock::instant);
    return register.begin(new CallStart(files.call(), "", "", PhoneNumber.UNKNOWN, oldest.minus(audio(files))));
  }

  private boolean ended(Call call) throws IOException {
    var files = spool.filesOf(call.id());
    var sidecar = file(files, SpoolFolder.END);
    try {
      if (sidecar.isPresent()) {
        register.complete(call, Sidecar.End.read(sidecar.get(), call.id()));
        return true;
      }
    } catch (Sidecar.Broken e) {
      if (call.end() == Call.End.RUNNING && spool.quietFor(call.id()).compareTo(HALF_WRITTEN) >= 0) {
        log.warn("The end sidecar of call {} is broken ({}); the call is closed by the length of its audio", call.id(), e.getMessage());
        register.cutOff(call, call.startedAt().plus(audio(files)));
      }
    }
    return false;
  }

  private boolean givenUp(Call call) throws IOException {
    if (call.end() == Call.End.RUNNING && spool.abandoned(call.id(), call.startedAt())) {
      // Looked for once more, now that Asterisk has answered: a hang-up in between would look like a sudden death.
      if (ended(call)) {
        return true;
      }
      log.warn("Call {} was cut off: no end was written and Asterisk no longer has it; its audio so far is kept", call.id());
      var written = call.startedAt().plus(audio(spool.filesOf(call.id())));
      register.cutOff(call, crashes.deathSoonAfter(written).orElse(written));
    }
    return false;
  }

  private static Presentation presentation(Sidecar.Start start) {
    return Presentation.valueOf(start.presentation().toUpperCase(java.util.Locale.ROOT));
  }

  private static Optional<Path> file(Spool.SpooledCall files, String suffix) {
    return files.all().stream().filter(path -> path.getFileName().toString().equals(files.call() + suffix)).findFirst();
  }

  private static Duration audio(Spool.SpooledCall files) {
    var bytes = files.all().stream().filter(path -> path.toString().endsWith(".wav")).mapToLong(SpoolSweep::size).max().orElse(0);
    return Duration.ofMillis(Math.max(0, bytes - HEADER) * 1000 / BYTES_PER_SECOND);
  }

  private static long size(Path path) {
    try {
      return Files.size(path);
    } catch (IOException _) {
      return 0;
    }
  }

  private Instant modified(Path path) {
    try {
      return Files.getLastModifiedTime(path).toInstant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    } catch (IOException _) {
      return clock.instant();
    }
  }
}
