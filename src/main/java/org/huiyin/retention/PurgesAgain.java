package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.huiyin.audit.AuditLog;
import org.huiyin.recording.PurgeJournal.Entry;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class PurgesAgain implements RestoredPurges {
  private final Recordings recordings;
  private final RetentionTable table;
  private final Registrar registrar;
  private final PurgeRun purge;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionTemplate transaction;

  PurgesAgain(Recordings recordings, RetentionTable table, Registrar registrar, PurgeRun purge, AuditLog audit, Clock clock,
      PlatformTransactionManager transactions) {
    this.recordings = recordings;
    this.table = table;
    this.registrar = registrar;
    this.purge = purge;
    this.audit = audit;
    this.clock = clock;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public int again(List<Entry> destroyed) {
    for (var entry : destroyed) {
      recordings.find(entry.recording()).ifPresent(facts -> transaction.executeWithoutResult(_ -> destroyKey(entry, facts)));
    }
    return purge.finishBegun(clock.instant()).destroyed();
  }

  private void destroyKey(Entry entry, RecordingFacts facts) {
    registrar.register(facts);
    var row = table.lock(entry.recording()).orElse(null);
    if (row == null || row.state().begun()) {
      return;
    }
    Instant now = clock.instant();
    recordings.destroyKeys(List.of(new PurgeOrder(entry.recording(), entry.policy())));
    table.destroyedBefore(row, entry.policy(), facts.audioHash().isEmpty() ? row.audioHash() : facts.audioHash(), entry.at(), now);
    audit.append(Schedule.PURGE, "recording.destroyed-again", PurgeSteps.subject(entry.recording()),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "policy", entry.policy(), "destroyed", entry.at().toString()));
  }
}
