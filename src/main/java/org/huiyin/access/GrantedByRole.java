package org.huiyin.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.huiyin.access.Replay.Decision.Granted;
import org.huiyin.access.Replay.Decision.Refused;
import org.huiyin.audit.AuditLog;
import org.huiyin.directory.StaffMember;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PlaybackGrant;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.RecordingState;
import org.huiyin.recording.Recordings;
import org.huiyin.recording.ReplayBar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Grants a replay by role and community. The entry in the audit is committed, in a transaction of its own, before the grant exists. */
@Component
class GrantedByRole implements Replay {
  /** A grant is for one listening; whoever listens longer asks again, which is logged again. */
  static final Duration LASTS = Duration.ofMinutes(10);

  private final Recordings recordings;
  private final ObjectProvider<ReplayBar> bars;
  private final AuditLog audit;
  private final Clock clock;
  private final TransactionTemplate ownTransaction;

  GrantedByRole(Recordings recordings, ObjectProvider<ReplayBar> bars, AuditLog audit, Clock clock,
      PlatformTransactionManager transactions) {
    this.bars = bars;
    this.recordings = recordings;
    this.audit = audit;
    this.clock = clock;
    this.ownTransaction = new TransactionTemplate(transactions);
    this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public Decision request(StaffMember listener, RecordingId recording, Purpose purpose) {
    var actor = new Actor.Staff(listener.id());
    var facts = recordings.find(recording);
    if (facts.isEmpty() || !listener.communities().contains(facts.get().community())) {
      return refuse(actor, recording, purpose, "replay.refused.unknown");
    }
    if (!listener.enabled() || !RoleTable.allows(listener.roles(), needed(purpose))) {
      return refuse(actor, recording, purpose, "replay.refused.role");
    }
    return decide(actor, facts.get(), purpose);
  }

  @Override
  public Decision request(Actor.LocalAdmin listener, RecordingId recording, Purpose purpose) {
    return recordings.find(recording).map(facts -> decide(listener, facts, purpose))
        .orElseGet(() -> refuse(listener, recording, purpose, "replay.refused.unknown"));
  }

  private Decision decide(Actor listener, RecordingFacts facts, Purpose purpose) {
    if (facts.state() != RecordingState.STORED) {
      return new Refused(
          "replay.refused." + (gone(facts.state()) ? "destroyed" : facts.state() == RecordingState.EMPTY ? "empty" : "sealing"));
    }
    if (bars.stream().anyMatch(bar -> bar.barred(facts.id()))) {
      return new Refused("replay.refused.scheduled");
    }
    var until = clock.instant().plus(LASTS);
    write(listener, act(purpose), facts.id(),
        Map.of(AuditLog.COMMUNITY, facts.community().toString(), "call", facts.call().toString(), "until", until.toString()));
    return new Granted(new PlaybackGrant(facts.id(), listener, until));
  }

  /** What somebody tried to hear and may not is worth knowing too. */
  private Decision refuse(Actor listener, RecordingId recording, Purpose purpose, String reason) {
    write(listener, act(purpose) + "-refused", recording, Map.of("reason", reason));
    return new Refused(reason);
  }

  private void write(Actor listener, String act, RecordingId recording, Map<String, String> details) {
    ownTransaction.executeWithoutResult(status -> audit.append(listener, act, "recording:" + recording, details));
  }

  private static boolean gone(RecordingState state) {
    return Set.of(RecordingState.DESTROYING, RecordingState.DESTROYED).contains(state);
  }

  private static Permission needed(Purpose purpose) {
    return switch (purpose) {
      case REPLAY -> Permission.REPLAY;
      case DOWNLOAD -> Permission.DOWNLOAD;
      case HANDING_OVER -> Permission.HANDLE_REQUESTS;
    };
  }

  private static String act(Purpose purpose) {
    return switch (purpose) {
      case REPLAY -> "recording.replayed";
      case DOWNLOAD -> "recording.downloaded";
      case HANDING_OVER -> "recording.handed-over";
    };
  }
}
