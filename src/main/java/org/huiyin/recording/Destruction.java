package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.function.Consumer;

import org.huiyin.call.Spool;
import org.huiyin.recording.RecordingTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Destroys for ever: the key first and on the disk, then the object, then the proof that it is absent. The row's state is the journal. */
@Component
class Destruction {
  private static final Logger log = LoggerFactory.getLogger(Destruction.class);

  private final RecordingTable table;
  private final AudioStore store;
  private final Sealing sealing;
  private final Spool spool;
  private final RecordingLocks locks;
  private final PurgeJournalFile journal;
  private final Clock clock;
  private final Consumer<String> steps;

  @Autowired
  Destruction(RecordingTable table, AudioStore store, Sealing sealing, Spool spool, RecordingLocks locks, PurgeJournalFile journal,
      Clock clock) {
    this(table, store, sealing, spool, locks, journal, clock, _ -> {
    });
  }

  /** @param steps told after each step, so that a test can stop there */
  Destruction(RecordingTable table, AudioStore store, Sealing sealing, Spool spool, RecordingLocks locks, PurgeJournalFile journal,
      Clock clock,
      Consumer<String> steps) {
    this.table = table;
    this.store = store;
    this.sealing = sealing;
    this.spool = spool;
    this.locks = locks;
    this.journal = journal;
    this.clock = clock;
    this.steps = steps;
  }

  /** @throws UncheckedIOException when the object could not be removed; the order can be repeated */
  void carryOut(PurgeOrder order) {
    destroyKey(order);
    deleteObject(order);
    proveAbsent(order);
  }

  void destroyKey(PurgeOrder order) {
    alone(order, row -> {
      if (ended(row)) {
        return;
      }
      if (!table.destroying(row.id(), row.state(), order.policy())) {
        throw new IllegalStateException("recording " + row.id() + " has just changed; nothing was destroyed");
      }
      steps.accept("key removed");
    });
  }

  void deleteObject(PurgeOrder order) {
    alone(order, row -> {
      if (row.state() == RecordingState.DESTROYED) {
        return;
      }
      row.state().requireMayBecome(RecordingState.DESTROYED);
      table.force();
      // After the key, so that nothing is in it that was not destroyed; before the object, so that nothing is destroyed that is not in it.
      journal.append(row.id(), clock.instant(), order.policy());
      steps.accept("journal written");
      store.delete(row.id());
      steps.accept("object removed");
      sealing.dropSpool(row);
      steps.accept("spool removed");
    });
  }

  void proveAbsent(PurgeOrder order) {
    alone(order, row -> {
      if (row.state() == RecordingState.DESTROYED) {
        return;
      }
      row.state().requireMayBecome(RecordingState.DESTROYED);
      requireAbsent(row);
      table.destroyed(row.id(), clock.instant());
      table.force();
      log.info("Recording {} is destroyed under {}", row.id(), order.policy());
    });
  }

  private interface Step {
    void of(Row row) throws IOException;
  }

  private void alone(PurgeOrder order, Step step) {
    try {
      locks.alone(order.recording(), () -> {
        step.of(table.find(order.recording()).orElseThrow(() -> new IllegalArgumentException("no such recording: " + order.recording())));
        return true;
      });
    } catch (IOException e) {
      throw new UncheckedIOException("recording " + order.recording() + ": its key is destroyed, its object not yet", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean ended(Row row) {
    return row.state() == RecordingState.DESTROYING || row.state() == RecordingState.DESTROYED;
  }

  private void requireAbsent(Row row) throws IOException {
    if (store.size(row.id()).isPresent() || !spool.filesOf(row.facts().call()).isEmpty()) {
      throw new IOException("it was removed but is still there");
    }
  }
}
