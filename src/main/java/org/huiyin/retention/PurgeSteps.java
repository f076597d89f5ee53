package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.ErasureStep;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Life.Move;
import org.huiyin.retention.Life.State;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of a destruction, each in one transaction that locks the row. Rules and holds are asked anew in the transaction of the step that cannot be undone;
 * a worker that has lost the row takes none.
 */
@Component
class PurgeSteps {
  /** The audit's act when a destruction has come to its end. */
  static final String PURGED = "recording.purged";

  private final RetentionTable table;
  private final Schedule schedule;
  private final Recordings recordings;
  private final Certificates certificates;
  private final PolicyBook policies;
  private final Guards guards;
  private final ObjectProvider<ErasureStep> erasures;
  private final AuditLog audit;
  private final RetentionSettings settings;
  private final Clock clock;

  PurgeSteps(RetentionTable table, Schedule schedule, Recordings recordings, Certificates certificates, PolicyBook policies, Guards guards,
      ObjectProvider<ErasureStep> erasures, AuditLog audit,
      RetentionSettings settings, Clock clock) {
    this.table = table;
    this.schedule = schedule;
    this.recordings = recordings;
    this.certificates = certificates;
    this.policies = policies;
    this.guards = guards;
    this.erasures = erasures;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** One worker's right to one row, until another one takes it. */
  record Claim(RecordingId recording, UUID run, long fence) {
  }

  enum Outcome {
    /** There is a next step. */
    GO_ON,
    /** It is certified. */
    DONE,
    /** It is not due after all, or in other hands. */
    LEFT
  }

  /** @return empty when it is not due, or somebody else is at it */
  @Transactional
  public Optional<Claim> claim(RecordingId recording, UUID run, Instant now) {
    var row = table.lock(recording).orElseThrow();
    var wall = clock.instant();
    if (row.purgeAt() == null || now.isBefore(row.purgeAt()) || row.lease().taken(wall)) {
      return Optional.empty();
    }
    var claim = new Claim(recording, run, row.lease().fence() + 1);
    table.leased(recording, claim.fence(), run.toString(), run, wall.plus(settings.lease()));
    return Optional.of(claim);
  }

  /** Takes the next step. */
  @Transactional
  public Outcome step(Claim claim, Instant now) {
    var row = table.lock(claim.recording()).orElseThrow();
    if (row.lease().fence() != claim.fence()) {
      return Outcome.LEFT;
    }
    var wall = clock.instant();
    int version = row.state().begun() ? 0 : policies.current().number();
    var look = schedule.look(row, now);
    var order = new PurgeOrder(row.recording(), look.verdict().policy());
    var lease = wall.plus(settings.lease());
    return switch (look.next()) {
      case Move.DestroyKey _ -> {
        // A version that came into force while the rules were asked may have decided, or not: it is asked anew.
        if (!guards.believed() || policies.current().number() != version) {
          table.letGo(row.recording(), claim.fence());
          yield Outcome.LEFT;
        }
        var hash = recordings.find(row.recording()).map(RecordingFacts::audioHash).filter(text -> !text.isEmpty()).orElse(row.audioHash());
        recordings.destroyKey(order);
        table.keyDestroyed(row, hash, version, wall, lease);
        yield Outcome.GO_ON;
      }
      case Move.DeleteObject _ -> {
        recordings.deleteObject(order);
        table.objectDeleted(row, wall, lease);
        yield Outcome.GO_ON;
      }
      case Move.ProveAbsent _ -> {
        recordings.proveAbsent(order);
        owners(row).forEach(owner -> owner.erase(row.call()));
        table.verifiedAbsent(row, wall, lease);
        yield Outcome.GO_ON;
      }
      case Move.Certify _ -> {
        certify(row, claim.run(), wall);
        yield Outcome.DONE;
      }
      case Move.Stay _,Move.Schedule _,Move.Release _ -> {
        table.letGo(row.recording(), claim.fence());
        yield Outcome.LEFT;
      }
    };
  }

  @Transactional
  public void fail(Claim claim, String failure) {
    var wall = clock.instant();
    var row = table.lock(claim.recording()).orElseThrow();
    table.failed(claim.recording(), claim.fence(), wall, wall.plus(Backoff.after(row.failures() + 1)), failure);
  }

  /** Whoever has personal data of the call; nobody as long as it has another recording that is not gone. */
  private List<ErasureStep> owners(RetentionRow row) {
    return table.othersLeft(row) ? List.of() : erasures.orderedStream().toList();
  }

  private void certify(RetentionRow row, UUID run, Instant at) {
    row.state().requireMayBecome(State.CERTIFIED);
    var erased = owners(row).stream().map(ErasureStep::name).sorted().toList();
    var hash = certificates.add(row, erased, run, at);
    table.certified(row);
    audit.append(Schedule.PURGE, PURGED, subject(row.recording()),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "call", row.call().toString(), "policy", row.policy(), "kept-until",
            row.until().toString(), "audio-hash", row.audioHash(), "run", run.toString(), "certificate", hash));
  }

  static String subject(RecordingId recording) {
    return "recording:" + recording;
  }
}
