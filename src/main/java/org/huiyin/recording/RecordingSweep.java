package org.huiyin.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.huiyin.call.Call;
import org.huiyin.call.CallEnded;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Finds what is to be sealed: told by the event, or found in the spool when the event was missed. */
@Component
class RecordingSweep {
  private static final Logger log = LoggerFactory.getLogger(RecordingSweep.class);

  private static final Duration NEAR = Duration.ofHours(1);
  private static final Duration FAR = Duration.ofDays(3);
  private static final Duration FAR_EVERY = Duration.ofHours(1);

  private final RecordingTable table;
  private final SealingWorker worker;
  private final CallLedger calls;
  private final Spool spool;
  private final Unrecorded unrecorded;
  private final Clock clock;
  private Instant lastFar = Instant.MIN;

  RecordingSweep(RecordingTable table, SealingWorker worker, CallLedger calls, Spool spool, Unrecorded unrecorded, Clock clock) {
    this.table = table;
    this.worker = worker;
    this.calls = calls;
    this.spool = spool;
    this.unrecorded = unrecorded;
    this.clock = clock;
  }

  @ApplicationModuleListener
  void on(CallEnded ended) {
    begin(ended.call(), ended.community(), ended.startedAt());
    var id = table.ofCall(ended.call()).orElseThrow().id();
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        worker.poke(id);
      }
    });
  }

  @Scheduled(fixedDelayString = "PT30S")
  void sweep() {
    try {
      spool.calls().forEach(this::examine);
      unrecorded.since(since()).forEach(call -> begin(call.id(), call.community(), call.startedAt()));
      table.due(clock.instant()).forEach(worker::poke);
    } catch (RuntimeException e) {
      log.warn("The sweep for recordings failed; what is in the spool stays there until the next one in 30 s", e);
    }
  }

  /** Events are delivered at least once; this is for the one that was not. Far back seldom: the first time, and every hour. */
  private Instant since() {
    var now = clock.instant();
    var far = lastFar.isBefore(now.minus(FAR_EVERY)) || lastFar.isAfter(now);
    lastFar = far ? now : lastFar;
    return now.minus(far ? FAR : NEAR);
  }

  private void examine(CallId id) {
    try {
      var recording = table.ofCall(id);
      if (recording.isPresent() && recording.get().state() != RecordingState.SPOOLED) {
        worker.sealNow(recording.get().id());
      } else if (recording.isEmpty()) {
        calls.find(id).filter(call -> call.end() != Call.End.RUNNING).ifPresent(call -> begin(id, call.community(), call.startedAt()));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      log.warn("What call {} left in the spool could not be looked at; it stays there, the next sweep tries again", id, e);
    }
  }

  private void begin(CallId call, CommunityId community, Instant startedAt) {
    if (table.insert(RecordingId.random(), call, community, startedAt, clock.instant())) {
      log.debug("The recording of call {} waits to be sealed", call);
    }
  }
}
