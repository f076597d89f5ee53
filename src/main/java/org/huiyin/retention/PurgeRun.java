package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
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
  /** How many batches are listed at once. */
  private static final int STRETCH = 20;

  private final RegistrarSweep sweep;
  private final RetentionTable table;
  private final PurgeSteps steps;
  private final RunJournal journal;
  private final Closing closing;
  private final Guards guards;
  private final RetentionSettings settings;
  private final Clock clock;

  PurgeRun(RegistrarSweep sweep, RetentionTable table, PurgeSteps steps, RunJournal journal, Closing closing, Guards guards,
      RetentionSettings settings,
      Clock clock) {
    this.sweep = sweep;
    this.table = table;
    this.steps = steps;
    this.journal = journal;
    this.closing = closing;
    this.guards = guards;
    this.settings = settings;
    this.clock = clock;
  }

  record Report(int destroyed, int failed) {
    Report and(Report other) {
      return new Report(destroyed + other.destroyed, failed + other.failed);
    }
  }

  /**
   * @param now the moment up to which periods count as over
   * @throws IllegalArgumentException when it is in the future: nothing is destroyed before its time
   */
  Report run(Instant now) {
    if (now.isAfter(clock.instant())) {
      throw new IllegalArgumentException("a purge for a moment in the future would destroy what is still kept");
    }
    closing.closeAbandoned();
    sweep.sweep();
    return through(now, table::due, true);
  }

  /**
   * Tries again what failed and has waited long enough, and goes on with what another worker has left, between two nights. That people have to confirm
   * something first is told by the nightly run, not every few seconds.
   */
  Report retry(Instant now) {
    closing.closeAbandoned();
    Batch left = (at, after, limit) -> table.toRetry(at, settings.lease(), after, limit);
    boolean mayGoOn = !left.after(now, null, 1).isEmpty() && guards.believed() && guards.excess().isEmpty();
    return mayGoOn ? through(now, left, true) : new Report(0, 0);
  }

  /** Goes on with what has begun and begins nothing: its key is gone already, whatever the clock says. */
  Report finishBegun(Instant now) {
    closing.closeAbandoned();
    return through(now, table::begun, false);
  }

  private interface Batch {
    List<RetentionRow> after(Instant at, @Nullable RetentionRow after, int limit);
  }

  private Report through(Instant now, Batch work, boolean guarded) {
    var run = journal.begin();
    var done = new Report(0, 0);
    int most = settings.batch() * STRETCH;
    int left = settings.cap();
    RetentionRow after = null;
    List<RetentionRow> stretch;
    boolean waits;
    do {
      waits = guarded && waits(run);
      stretch = waits ? List.of() : work.after(now, after, Math.min(most, left));
      var batches = batches(stretch).iterator();
      while (!waits && batches.hasNext()) {
        done = done.and(purge(claim(batches.next(), run.id(), now), run.id(), now));
        run.progress(done.destroyed(), done.failed());
        waits = batches.hasNext() && guarded && waits(run);
      }
      left -= stretch.size();
      after = stretch.isEmpty() ? after : stretch.getLast();
    } while (!waits && stretch.size() == most && left > 0);
    closing.close(run.id());
    run.finish();
    return done;
  }

  /**
   * The oldest are listed first. What is more than one batch is destroyed in the order of its ids: what stands together in the tables and lies in one folder of the store goes together,
   * so that each page is written and each folder is forced once and not with each batch.
   */
  private List<List<RetentionRow>> batches(List<RetentionRow> stretch) {
    var ordered = stretch.size() <= settings.batch()
        ? stretch
        : stretch.stream().sorted(Comparator.comparing(row -> row.recording().toString())).toList();
    return IntStream.iterate(0, from -> from < ordered.size(), from -> from + settings.batch())
        .mapToObj(from -> ordered.subList(from, Math.min(from + settings.batch(), ordered.size()))).toList();
  }

  /** Asked before each batch: nothing is destroyed by a clock that nobody believes, nor much more or less than was forecast. */
  private boolean waits(RunJournal.Run run) {
    var doubts = guards.doubts();
    var reason = doubts.isEmpty()
        ? run.started() ? "" : guards.excess().map(_ -> "VOLUME").orElse("")
        : doubts.stream().map(Doubt::name).collect(Collectors.joining(","));
    if (!reason.isEmpty()) {
      log.warn("The purge destroys nothing now ({}); the retention page says what two people have to confirm", reason);
      run.waits(reason);
    }
    return !reason.isEmpty();
  }

  /** All at once; when something is in the way, one after the other, so that it holds up nothing but what it concerns. */
  private Report purge(List<RetentionRow> due, UUID run, Instant now) {
    List<RetentionRow> begun;
    try {
      begun = due.isEmpty() ? List.of() : steps.begin(due, now);
    } catch (RuntimeException e) {
      return due.size() == 1 ? failed(due.getFirst(), e) : oneByOne(due, row -> purge(List.of(row), run, now));
    }
    return end(begun, run);
  }

  private Report end(List<RetentionRow> begun, UUID run) {
    try {
      if (!begun.isEmpty()) {
        steps.end(begun, run);
      }
      return new Report(begun.size(), 0);
    } catch (RuntimeException e) {
      return begun.size() == 1 ? failed(begun.getFirst(), e) : oneByOne(begun, row -> end(List.of(row), run));
    }
  }

  private List<RetentionRow> claim(List<RetentionRow> rows, UUID run, Instant now) {
    try {
      return steps.claim(rows, run, now);
    } catch (RuntimeException e) {
      log.warn("{} recordings are due but could not even be looked at; the next run tries again", rows.size(), e);
      return List.of();
    }
  }

  private static Report oneByOne(List<RetentionRow> rows, Function<RetentionRow, Report> alone) {
    return rows.stream().map(alone).reduce(new Report(0, 0), Report::and);
  }

  private Report failed(RetentionRow row, RuntimeException e) {
    log.warn("Recording {} is due but could not be destroyed; it is tried again", row.recording(), e);
    try {
      steps.fail(row, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (RuntimeException again) {
      log.warn("That recording {} could not be destroyed could not be noted either; its lease ends by itself", row.recording(), again);
    }
    return new Report(0, 1);
  }
}
