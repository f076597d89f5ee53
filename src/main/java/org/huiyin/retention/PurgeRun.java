package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.Recordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Destroys what is due. May be killed at any step and run again at any time, on several nodes at once: the row of each recording is the journal, and
 * its lease says who works on it.
 */
@Component
class PurgeRun {
  private static final Logger log = LoggerFactory.getLogger(PurgeRun.class);

  private final RegistrarSweep sweep;
  private final RetentionTable table;
  private final PurgeSteps steps;
  private final Recordings recordings;
  private final RunJournal journal;
  private final RetentionSettings settings;
  private final Clock clock;

  PurgeRun(RegistrarSweep sweep, RetentionTable table, PurgeSteps steps, Recordings recordings, RunJournal journal,
      RetentionSettings settings,
      Clock clock) {
    this.sweep = sweep;
    this.table = table;
    this.steps = steps;
    this.recordings = recordings;
    this.journal = journal;
    this.settings = settings;
    this.clock = clock;
  }

  record Report(int destroyed, int failed) {
  }

  /**
   * @param now the moment up to which periods count as over
   * @throws IllegalArgumentException when it is in the future: nothing is destroyed before its time
   */
  Report run(Instant now) {
    if (now.isAfter(clock.instant())) {
      throw new IllegalArgumentException("a purge for a moment in the future would destroy what is still kept");
    }
    var run = journal.begin();
    sweep.sweep();
    int destroyed = 0;
    int failed = 0;
    RetentionRow after = null;
    List<RetentionRow> batch;
    do {
      batch = table.due(now, after, settings.batch());
      for (var row : batch) {
        after = row;
        switch (purge(row.recording(), run.owner(), now)) {
          case DESTROYED -> destroyed++;
          case FAILED -> failed++;
          case LEFT -> {
          }
        }
      }
      run.progress(destroyed, failed);
    } while (batch.size() == settings.batch());
    run.finish();
    return new Report(destroyed, failed);
  }

  private enum Outcome {
    DESTROYED, FAILED, LEFT
  }

  private Outcome purge(RecordingId recording, String owner, Instant now) {
    try {
      var order = steps.order(recording, owner, now);
      if (order.isEmpty()) {
        return Outcome.LEFT;
      }
      recordings.destroy(order.get());
      return steps.finish(order.get(), owner) ? Outcome.DESTROYED : Outcome.LEFT;
    } catch (RuntimeException e) {
      log.warn("Recording {} is due but could not be destroyed; the next run tries again", recording, e);
      noteFailure(recording, owner, e);
      return Outcome.FAILED;
    }
  }

  private void noteFailure(RecordingId recording, String owner, RuntimeException e) {
    try {
      steps.fail(recording, owner, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (RuntimeException again) {
      log.warn("That recording {} could not be destroyed could not be noted either; its lease ends by itself", recording, again);
    }
  }
}
