package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.ReplayBar;
import org.huiyin.retention.Life.State;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional(readOnly = true)
class RetentionBook implements Retention, ReplayBar {
  private static final int MOST = 1000;

  private final RetentionTable table;
  private final RunJournal journal;
  private final ObjectProvider<Scheduler> scheduler;
  private final Clock clock;

  RetentionBook(RetentionTable table, RunJournal journal, ObjectProvider<Scheduler> scheduler, Clock clock) {
    this.table = table;
    this.journal = journal;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public Optional<Kept> of(RecordingId recording) {
    return table.find(recording).filter(row -> row.state() != State.CERTIFIED).map(RetentionRow::kept);
  }

  @Override
  public Map<RecordingId, Kept> of(Collection<RecordingId> recordings) {
    return table.find(recordings).stream().filter(row -> row.state() != State.CERTIFIED)
        .collect(Collectors.toMap(RetentionRow::recording, RetentionRow::kept));
  }

  @Override
  public List<Kept> preview(Instant at, Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    checked(limit);
    return piece(after, row -> table.preview(at, soonest(), communities, row, limit));
  }

  @Override
  public long previewCount(Instant at, Set<CommunityId> communities) {
    return table.count(at, soonest(), communities);
  }

  @Override
  public List<Kept> heldBack(Instant at, Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    checked(limit);
    return piece(after, row -> table.held(at, communities, row, limit));
  }

  @Override
  public long heldBackCount(Instant at, Set<CommunityId> communities) {
    return table.countHeld(at, communities);
  }

  @Override
  public Instant nextRun() {
    var now = clock.instant();
    var next = next();
    return next == null || next.isBefore(now) ? now : next;
  }

  /** Behind a recording that nobody knows there is nothing. */
  private List<Kept> piece(@Nullable RecordingId after, Function<@Nullable RetentionRow, List<RetentionRow>> list) {
    if (after == null) {
      return list.apply(null).stream().map(RetentionRow::kept).toList();
    }
    return table.find(after).map(row -> list.apply(row).stream().map(RetentionRow::kept).toList()).orElse(List.of());
  }

  @Override
  public boolean barred(RecordingId recording) {
    return table.state(recording).filter(state -> !state.heard()).isPresent();
  }

  /** The earliest moment at which something could be destroyed that is not scheduled yet. */
  private Instant soonest() {
    return clock.instant().plus(Life.DELAY);
  }

  @Override
  public List<Tombstone> tombstones(Set<CommunityId> communities, @Nullable RecordingId after, int limit) {
    if (after == null) {
      return tombstones(communities, (RetentionRow) null, limit);
    }
    var last = table.find(after).filter(row -> row.state() == State.CERTIFIED);
    return last.map(row -> tombstones(communities, row, limit)).orElse(List.of());
  }

  private List<Tombstone> tombstones(Set<CommunityId> communities, @Nullable RetentionRow after, int limit) {
    return table.tombstones(communities, after, checked(limit)).stream().map(RetentionRow::tombstone).toList();
  }

  @Override
  public Optional<Tombstone> tombstone(RecordingId recording) {
    return table.find(recording).filter(row -> row.state() == State.CERTIFIED).map(RetentionRow::tombstone);
  }

  @Override
  public PurgeState purgeState() {
    return new PurgeState(journal.lastFinished(), next(), table.countDue(clock.instant()), table.countFailing());
  }

  private @Nullable Instant next() {
    var quartz = scheduler.getIfAvailable();
    try {
      var trigger = quartz == null ? null : quartz.getTrigger(PurgeSchedule.NIGHTLY);
      var next = trigger == null ? null : trigger.getNextFireTime();
      return next == null ? null : next.toInstant();
    } catch (SchedulerException e) {
      throw new IllegalStateException("the scheduler cannot say when the purge wakes", e);
    }
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return limit;
  }
}
