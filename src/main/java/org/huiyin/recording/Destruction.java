package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.huiyin.call.Spool;
import org.huiyin.foundation.RecordingId;
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
    var alone = List.of(order);
    destroyKeys(alone);
    deleteObjects(alone);
    proveAbsent(alone);
  }

  /** Whoever is sealing one of them meanwhile finds at its commit that it is too late. */
  void destroyKeys(List<PurgeOrder> orders) {
    var rows = rows(orders).stream().filter(row -> !ended(row)).collect(Collectors.toMap(Row::id, row -> row));
    var live = orders.stream().filter(order -> rows.containsKey(order.recording())).toList();
    if (!live.isEmpty()) {
      if (!table.destroying(live, rows)) {
        throw new IllegalStateException("a recording has just changed; nothing was destroyed of " + ids(live));
      }
      live.forEach(_ -> steps.accept("key removed"));
    }
  }

  void deleteObjects(List<PurgeOrder> orders) {
    alone(orders, rows -> {
      var there = undestroyed(rows);
      table.force();
      // After the keys, so that nothing is in it that was not destroyed; before the objects, so that nothing is destroyed that is not in it.
      var ids = there.stream().map(Row::id).collect(Collectors.toSet());
      journal.append(orders.stream().filter(order -> ids.contains(order.recording())).toList(), clock.instant());
      steps.accept("journal written");
      store.delete(ids);
      steps.accept("object removed");
      var spooled = Set.copyOf(spool.calls());
      for (var row : there) {
        if (spooled.contains(row.facts().call())) {
          sealing.dropSpool(row);
        }
      }
      steps.accept("spool removed");
    });
  }

  void proveAbsent(List<PurgeOrder> orders) {
    alone(orders, rows -> {
      var gone = undestroyed(rows);
      var spooled = Set.copyOf(spool.calls());
      if (!store.present(gone.stream().map(Row::id).toList()).isEmpty()
          || gone.stream().anyMatch(row -> spooled.contains(row.facts().call()))) {
        throw new IOException("it was removed but is still there");
      }
      if (!table.destroyed(gone.stream().map(Row::id).toList(), clock.instant())) {
        throw new IllegalStateException("a recording has just changed; nothing is counted as destroyed of " + ids(orders));
      }
      if (!gone.isEmpty()) {
        log.info("Recordings {} are destroyed", gone.stream().map(Row::id).toList());
      }
    });
  }

  private static List<Row> undestroyed(List<Row> rows) {
    var left = rows.stream().filter(row -> row.state() != RecordingState.DESTROYED).toList();
    left.forEach(row -> row.state().requireMayBecome(RecordingState.DESTROYED));
    return left;
  }

  private interface Step {
    void of(List<Row> rows) throws IOException;
  }

  private void alone(List<PurgeOrder> orders, Step step) {
    try {
      locks.alone(ids(orders), () -> {
        step.of(rows(orders));
        return true;
      });
    } catch (IOException e) {
      throw new UncheckedIOException("the keys of " + ids(orders) + " are destroyed, not yet all of their objects", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Row> rows(List<PurgeOrder> orders) {
    var rows = table.find(ids(orders));
    if (rows.size() != orders.size()) {
      throw new IllegalArgumentException("not all of these are recordings: " + ids(orders));
    }
    return rows;
  }

  private static List<RecordingId> ids(List<PurgeOrder> orders) {
    return orders.stream().map(PurgeOrder::recording).toList();
  }

  private static boolean ended(Row row) {
    return row.state() == RecordingState.DESTROYING || row.state() == RecordingState.DESTROYED;
  }
}
