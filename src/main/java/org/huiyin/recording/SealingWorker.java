package org.huiyin.recording;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.Sealing.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals in the background, a few at a time, on platform threads: it is arithmetic all the way. What fails is tried again, later and later. */
class SealingWorker {
  private static final Logger log = LoggerFactory.getLogger(SealingWorker.class);
  private static final Duration SOON = Duration.ofMillis(250);
  private static final int SOON_TRIES = 120;
  private static final long PATIENCE_SECONDS = 20;

  private final Sealing sealing;
  private final AudioStore store;
  private final RecordingTable table;
  private final RecordingLocks locks;
  private final RecordingSettings settings;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor threads;
  private final Set<RecordingId> waiting = ConcurrentHashMap.newKeySet();
  private final Timer duration;
  private final Counter audio;
  private final Counter failures;
  private boolean tidied;

  @SuppressWarnings("ThreadPriorityCheck") // nothing is right because of it, calls are only answered sooner
  SealingWorker(Sealing sealing, AudioStore store, RecordingTable table, RecordingLocks locks, RecordingSettings settings, Clock clock,
      MeterRegistry meters) {
    this.sealing = sealing;
    this.store = store;
    this.table = table;
    this.locks = locks;
    this.settings = settings;
    this.clock = clock;
    this.threads = new ScheduledThreadPoolExecutor(settings.sealers(),
        Thread.ofPlatform().name("seal-", 1).priority(Thread.MIN_PRIORITY).factory());
    threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.duration = meters.timer("huiyin.seal.duration");
    this.audio = Counter.builder("huiyin.seal.audio").baseUnit("seconds").register(meters);
    this.failures = meters.counter("huiyin.seal.failures");
    Gauge.builder("huiyin.seal.backlog", table, RecordingTable::backlog).register(meters);
  }

  /** Seals the recording as soon as a thread is free; poking twice changes nothing. */
  void poke(RecordingId id) {
    later(id, Duration.ZERO, SOON_TRIES);
  }

  private void later(RecordingId id, Duration delay, int tries) {
    if (!threads.isShutdown() && waiting.add(id)) {
      var _ = threads.schedule(() -> {
        waiting.remove(id);
        run(id, tries);
      }, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void run(RecordingId id, int tries) {
    try {
      switch (sealNow(id)) {
        case Outcome.NotYet _ when tries > 0 -> later(id, SOON, tries - 1);
        case Outcome.NotYet(var why) -> log.info("Recording {} waits: {}; the sweep goes on with it", id, why);
        case Outcome.Done _,Outcome.Idle _ -> {
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      failed(id, e);
    }
  }

  /** Seals on this thread. */
  Outcome sealNow(RecordingId id) throws IOException, GeneralSecurityException {
    tidyOnce();
    return locks.alone(id, () -> {
      var began = System.nanoTime();
      var outcome = sealing.seal(id);
      if (outcome instanceof Outcome.Done(var sealed)) {
        duration.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
        audio.increment(sealed.toMillis() / 1000.0);
      }
      return outcome;
    });
  }

  /** Nobody has written yet: what lies half written in the store is from before. */
  private synchronized void tidyOnce() throws IOException {
    if (!tidied) {
      store.discardUnfinished();
      tidied = true;
    }
  }

  private void failed(RecordingId id, Exception e) {
    failures.increment();
    try {
      var attempts = table.find(id).map(RecordingTable.Row::attempts).orElse(0);
      var wait = settings.retryAfter(attempts);
      var next = clock.instant().plus(wait);
      log.warn("Sealing recording {} failed; its spool files are kept, next try at {}", id, next, e);
      table.failed(id, describe(e), next);
      later(id, wait, SOON_TRIES);
    } catch (RuntimeException database) {
      log.warn("Sealing recording {} failed and the database does not answer; its spool files are kept, the sweep tries again", id,
          database);
    }
  }

  private static String describe(Exception e) {
    var message = e.getMessage();
    return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  /** Lets what is being sealed come to its end; an interrupt would close the embedded database's file under everybody. */
  void stop() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      log.warn("A sealing is still running at the end; it is begun anew at the next start");
    }
  }
}
