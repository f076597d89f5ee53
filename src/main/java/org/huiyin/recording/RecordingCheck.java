package org.huiyin.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.huiyin.call.Call;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SelfCheck;
import org.huiyin.recording.RecordingTable.Row;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads every object as a listener would, and names what lies in the store without belonging there. */
@Component
class RecordingCheck implements SelfCheck {
  private static final int PAGE = 500;
  private static final Duration UNSEALED_TOO_LONG = Duration.ofHours(1);
  private static final Duration UNRECORDED_TOO_LONG = Duration.ofMinutes(2);

  private final RecordingTable table;
  private final AudioStore store;
  private final AudioSealer sealer;
  private final Unrecorded unrecorded;
  private final Clock clock;

  RecordingCheck(RecordingTable table, AudioStore store, AudioSealer sealer, Unrecorded unrecorded, Clock clock) {
    this.table = table;
    this.store = store;
    this.sealer = sealer;
    this.unrecorded = unrecorded;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "recordings";
  }

  @Override
  public List<Finding> check() {
    var findings = new ArrayList<Finding>();
    try {
      // Listed before the rows are read: what is sealed meanwhile is in the rows already and no orphan.
      var objects = new HashSet<>(store.ids());
      everyRow(objects, findings);
      unrecorded.since(Instant.EPOCH).stream().filter(call -> over(call)).forEach(call -> findings.add(new Finding("call:" + call.id(),
          "it is over but has no recording, not even an empty one", "the sweep makes it good; if this stays, read the service's log")));
      for (var orphan : objects) {
        findings.add(new Finding("recording:" + orphan, "an object lies in the store that no recording owns",
            "find out where it comes from, then delete the file of that name"));
      }
      for (var stranger : store.strangers()) {
        findings
            .add(new Finding("store:" + stranger, "this is no object of ours", "find out who put it into the store, then move it away"));
      }
    } catch (IOException e) {
      findings
          .add(new Finding("store", "the store cannot be read: " + e.getMessage(), "check the disk and the rights of HUIYIN_HOME/store"));
    }
    return findings;
  }

  /** A call that has just ended may be between its end and its recording's row. */
  private boolean over(Call call) {
    var ended = call.endedAt();
    return ended != null && ended.isBefore(clock.instant().minus(UNRECORDED_TOO_LONG));
  }

  private void everyRow(Set<RecordingId> objects, List<Finding> findings) {
    @Nullable
    RecordingId after = null;
    List<Row> page;
    do {
      page = table.page(after, PAGE);
      for (var row : page) {
        var there = objects.remove(row.id());
        examine(row, there).ifPresent(findings::add);
        after = row.id();
      }
    } while (page.size() == PAGE);
  }

  private Optional<Finding> examine(Row row, boolean there) {
    return switch (row.state()) {
      case STORED -> unreadable(row);
      case SPOOLED -> row.facts().callStartedAt().isBefore(clock.instant().minus(UNSEALED_TOO_LONG)) && row.facts().problem() != null
          ? finding(row, "it could not be sealed: " + row.facts().problem(), "remove the cause; it is tried again by itself")
          : Optional.empty();
      case EMPTY, DESTROYED -> there
          ? finding(row, "it is " + row.state() + " but has an object in the store", "delete the file of that name")
          : Optional.empty();
      case DESTROYING -> finding(row, "its destruction began and is not finished", "the purge goes on with it at its next run");
    };
  }

  /** What is wrong with a stored recording's object, read as a listener would. */
  Optional<Finding> unreadable(Row row) {
    var facts = row.facts();
    try {
      var size = store.size(row.id());
      if (size.isEmpty()) {
        return stillStored(row) ? finding(row, "its object is missing", "put back the store's backup") : Optional.empty();
      }
      if (size.getAsLong() != row.objectBytes()) {
        return finding(row, "its object has " + size.getAsLong() + " bytes instead of " + row.objectBytes(), "put back the store's backup");
      }
      var key = table.wrappedKey(row.id());
      if (key.isPresent()) {
        sealer.verify(row.id(), key.get(), facts.audioHash(), facts.bytes(), facts.objectHash());
      }
      return Optional.empty();
    } catch (IOException | GeneralSecurityException e) {
      return stillStored(row)
          ? finding(row, "its object cannot be read: " + e.getMessage(), "put back the store's backup")
          : Optional.empty();
    }
  }

  /** A purge may run meanwhile. */
  private boolean stillStored(Row row) {
    return table.find(row.id()).map(Row::state).filter(RecordingState.STORED::equals).isPresent();
  }

  private static Optional<Finding> finding(Row row, String what, String remedy) {
    return Optional.of(new Finding("recording:" + row.id(), what, remedy));
  }
}
