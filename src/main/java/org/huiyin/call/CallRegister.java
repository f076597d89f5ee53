package org.huiyin.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.CallId;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Begins and ends calls: the row and its event stand or fall together, and each end is published once. */
@Component
class CallRegister {
  private final CallTable table;
  private final Directory directory;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate transaction;
  private final MeterRegistry meters;

  CallRegister(CallTable table, Directory directory, ApplicationEventPublisher events, PlatformTransactionManager transactions,
      MeterRegistry meters) {
    this.table = table;
    this.directory = directory;
    this.events = events;
    this.transaction = new TransactionTemplate(transactions);
    this.meters = meters;
  }

  Call begin(CallStart start) {
    var community = directory.dialledBy(start.dialled()).id();
    inTransaction(() -> {
      var first = table.insert(start, community);
      if (first) {
        events.publishEvent(new CallStarted(start.id(), community, start.startedAt()));
      }
      return first;
    }, "begun");
    return table.find(start.id()).orElseThrow();
  }

  void complete(Call call, Sidecar.End end) {
    var marks = marks(call, end);
    if (call.end() == Call.End.CUT_OFF) {
      table.correct(call, end, marks);
    } else {
      inTransaction(() -> table.complete(call, end, marks) && published(call.id()), "completed");
    }
  }

  void cutOff(Call call, Instant at) {
    inTransaction(() -> table.cutOff(call.id(), at) && published(call.id()), "cut-off");
  }

  void nothingSaid(CallId id) {
    inTransaction(() -> {
      var first = table.silent(id);
      if (first) {
        events.publishEvent(new MessageSilent(id, table.find(id).orElseThrow().community()));
      }
      return first;
    }, "silent");
  }

  private boolean published(CallId id) {
    var call = table.find(id).orElseThrow();
    var end = java.util.Objects.requireNonNull(call.endedAt());
    events.publishEvent(new CallEnded(id, call.community(), call.startedAt(), end, call.choice()));
    return true;
  }

  private void inTransaction(BooleanSupplier change, String what) {
    if (Boolean.TRUE.equals(transaction.execute(_ -> change.getAsBoolean()))) {
      meters.counter("huiyin.calls", "what", what).increment();
    }
  }

  /** The message that the dialplan took by itself is known in seconds of the clock only; it becomes a mark like any other. */
  private static List<Mark> marks(Call call, Sidecar.End end) {
    var marks = new ArrayList<>(Marks.parse(end.marks()));
    if (end.fallbackFrom() > 0) {
      var from = sinceStart(call, end.fallbackFrom());
      marks.add(new Mark("message", "", from, end.fallbackTo() >= end.fallbackFrom() ? sinceStart(call, end.fallbackTo()) : null));
    }
    return marks;
  }

  private static java.time.Duration sinceStart(Call call, long epoch) {
    var since = java.time.Duration.between(call.startedAt(), Instant.ofEpochSecond(epoch));
    return since.isNegative() ? java.time.Duration.ZERO : since;
  }
}
