package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

import org.huiyin.call.Call;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingTable.Row;
import org.huiyin.recording.RecordingTable.Sealed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The steps from a call's files in the spool to a stored recording and an empty spool. Stopped after any of them, it starts again and ends the same. The spool
 * goes last, after the row that makes it needless is on the disk.
 */
class Sealing {
  private static final Logger log = LoggerFactory.getLogger(Sealing.class);

  private final RecordingTable table;
  private final AudioSealer sealer;
  private final AudioStore store;
  private final CallLedger calls;
  private final Spool spool;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Duration lateFiles;
  private final Consumer<String> steps;

  /** @param steps told after each step, so that a test can stop there */
  Sealing(RecordingTable table, AudioSealer sealer, AudioStore store, CallLedger calls, Spool spool, ApplicationEventPublisher events,
      PlatformTransactionManager transactions, Clock clock, Duration lateFiles, Consumer<String> steps) {
    this.table = table;
    this.sealer = sealer;
    this.store = store;
    this.calls = calls;
    this.spool = spool;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
    this.lateFiles = lateFiles;
    this.steps = steps;
  }

  sealed interface Outcome {
    /** @param audio how much was sealed; zero when there was none */
    record Done(Duration audio) implements Outcome {
    }

    record NotYet(String why) implements Outcome {
    }

    /** There is nothing to do in the recording's state. */
    record Idle() implements Outcome {
    }
  }

  Outcome seal(RecordingId id) throws IOException, GeneralSecurityException {
    var row = table.find(id).orElse(null);
    if (row == null) {
      return new Outcome.Idle();
    }
    if (row.state() != RecordingState.SPOOLED) {
      dropSpool(row);
      return new Outcome.Idle();
    }
    var call = calls.find(row.facts().call()).orElse(null);
    if (call == null || call.end() == Call.End.RUNNING) {
      return new Outcome.NotYet("the call is not over");
    }
    return seal(row, call);
  }

  private Outcome seal(Row row, Call call) throws IOException, GeneralSecurityException {
    var ended = Objects.requireNonNull(call.endedAt());
    var capture = Capture.of(spool.filesOf(call.id()));
    if (capture.missing() && clock.instant().isBefore(ended.plus(lateFiles))) {
      return new Outcome.NotYet("its files may still appear");
    }
    if (!capture.closed()) {
      if (!spool.abandoned(call.id(), call.startedAt())) {
        return new Outcome.NotYet("Asterisk has not closed its files");
      }
      // Measured again: what was written before the answer was there counts.
      capture = Capture.of(spool.filesOf(call.id()));
    }
    steps.accept("measured");
    return capture.samples() == 0
        ? nothing(row, capture, Duration.between(call.startedAt(), ended))
        : store(row, capture, call, Duration.between(call.startedAt(), ended));
  }

  private Outcome store(Row row, Capture capture, Call call, Duration length) throws IOException, GeneralSecurityException {
    var silent = silent(row, capture, call, length);
    var sealed = sealer.write(row.id(), capture, length);
    steps.accept("written");
    sealer.verify(row.id(), sealed.wrappedKey(), sealed.audioHash(), sealed.audioBytes(), sealed.objectHash());
    steps.accept("verified");
    if (capture.hasChanged()) {
      return new Outcome.NotYet("its files changed while they were being sealed");
    }
    commit(row, sealed, silent);
    dropSpool(row);
    return new Outcome.Done(sealed.length());
  }

  /** What cannot be measured counts as said, and holds up no sealing. */
  private static boolean silent(Row row, Capture capture, Call call, Duration length) {
    try {
      return Speech.nothingSaid(capture, call.marks(), length);
    } catch (IOException | RuntimeException e) {
      log.warn("Whether anything was said in the message of call {} cannot be measured; it counts as said", row.facts().call(), e);
      return false;
    }
  }

  private void commit(Row row, Sealed sealed, boolean silent) throws IOException {
    var mine = Boolean.TRUE.equals(transaction.execute(_ -> table.stored(row.id(), sealed, clock.instant()) && published(row, silent)));
    if (!mine && table.find(row.id()).map(Row::state).filter(RecordingState.SPOOLED::equals).isEmpty()) {
      // Destroyed meanwhile: the object must not outlive its row. Stored meanwhile cannot be, since one at a time holds the recording.
      store.delete(row.id());
      throw new IOException("the recording was destroyed while it was being sealed");
    }
    table.force();
    steps.accept("committed");
    if (sealed.salvaged() || sealed.missing().isPositive()) {
      log.warn("Recording {} of call {} is stored, {} s long, {} s missing{}", row.id(), row.facts().call(), sealed.length().toSeconds(),
          sealed.missing().toSeconds(), sealed.salvaged() ? "; its capture was cut off and repaired" : "");
    }
  }

  private Outcome nothing(Row row, Capture capture, Duration length) throws IOException {
    var mine = transaction.execute(_ -> table.empty(row.id(), capture.missingFrom(length), clock.instant()) && published(row, false));
    if (Boolean.TRUE.equals(mine)) {
      log.warn("Call {} left no audio at all; its recording {} is marked empty", row.facts().call(), row.id());
    }
    table.force();
    steps.accept("committed");
    dropSpool(row);
    return new Outcome.Done(Duration.ZERO);
  }

  private boolean published(Row row, boolean silent) {
    if (silent) {
      calls.nothingSaid(row.facts().call());
    }
    events.publishEvent(new RecordingStored(row.id(), row.facts().call(), row.facts().community(), row.facts().callStartedAt()));
    return true;
  }

  /** Removes what the call has left in the spool, once its row is closed for good and needs none of it. */
  void dropSpool(Row row) throws IOException {
    dropSpool(row.facts().call());
  }

  private void dropSpool(CallId call) throws IOException {
    var files = spool.filesOf(call).all();
    if (files.isEmpty()) {
      return;
    }
    // An end that was written late is read before it goes.
    calls.look(call);
    for (var file : files) {
      Files.deleteIfExists(file);
      steps.accept("dropped " + file.getFileName().toString().substring(call.toString().length()));
    }
  }
}
