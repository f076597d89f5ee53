package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Finds recordings that no event registered and rows that were decided under rules that changed since. */
@Component
class RegistrarSweep {
  private static final Logger log = LoggerFactory.getLogger(RegistrarSweep.class);
  private static final int PAGE = 200;
  /** A call may reach the ledger long after it was made, when the service was down; so far back everything is looked at again. */
  private static final Duration LATE = Duration.ofDays(30);

  private final Recordings recordings;
  private final Directory directory;
  private final RetentionTable table;
  private final Registrar registrar;
  private final Decisions decisions;
  private final JdbcClient jdbc;
  private final HoldTable holds;
  private final Guards guards;
  private final Clock clock;

  RegistrarSweep(Recordings recordings, Directory directory, RetentionTable table, Registrar registrar, Decisions decisions,
      JdbcClient jdbc,
      HoldTable holds, Guards guards, Clock clock) {
    this.guards = guards;
    this.holds = holds;
    this.recordings = recordings;
    this.directory = directory;
    this.table = table;
    this.registrar = registrar;
    this.decisions = decisions;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT1M")
  void sweepSoon() {
    try {
      sweep();
    } catch (RuntimeException e) {
      log.warn("Recordings that are not registered for destruction could not be looked for; next try in an hour and before each purge", e);
    }
  }

  /** A longer period counts at once for what is live, so that what was scheduled can be heard again; a shorter one schedules what is over. */
  @Async
  @TransactionalEventListener
  void on(PolicyBook.Changed changed) {
    try {
      reconsiderAll();
    } catch (RuntimeException e) {
      log.warn("Not everything was looked at again after the change to policy {}; the sweep does it within the hour", changed.version(), e);
    }
  }

  void sweep() {
    reconsiderAll();
    registerAll();
    lookAtAll();
    if (guards.believed()) {
      guards.forecast();
    }
    holds.forgetNumbers(clock.instant());
  }

  /** Schedules what is due soon, and takes back what is not any more. */
  private void lookAtAll() {
    RecordingId after = null;
    List<RecordingId> page;
    do {
      var now = clock.instant();
      page = table.toLookAt(now, now.plus(Life.DELAY), after, PAGE);
      registrar.reconsider(page);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
  }

  private void reconsiderAll() {
    RecordingId after = null;
    List<RecordingId> page;
    do {
      page = table.decidedOtherwise(decisions.policies(), after, PAGE);
      registrar.reconsider(page);
      after = page.isEmpty() ? after : page.getLast();
    } while (page.size() == PAGE);
  }

  private void registerAll() {
    var begun = clock.instant();
    var registered = jdbc.sql("select before from retention_registered where id = 1")
        .query((row, _) -> SqlTime.read(row, "before")).single();
    var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    RecordingFacts last = null;
    List<RecordingFacts> page;
    do {
      page = recordings.newest(everywhere, last == null ? null : last.id(), PAGE);
      registrar.register(page);
      last = page.isEmpty() ? last : page.getLast();
    } while (page.size() == PAGE && goOn(last, registered));
    jdbc.sql("update retention_registered set before = ? where id = 1 and before < ?")
        .params(SqlTime.of(begun.minus(LATE)), SqlTime.of(begun.minus(LATE))).update();
  }

  private static boolean goOn(@Nullable RecordingFacts last, Instant registered) {
    return last != null && !last.callStartedAt().isBefore(registered);
  }
}
