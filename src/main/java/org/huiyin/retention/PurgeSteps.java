package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.ErasureStep;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.PurgeOrder;
import org.huiyin.recording.RecordingFacts;
import org.huiyin.recording.Recordings;
import org.huiyin.retention.Life.Move;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps of destructions, those of many recordings in one transaction that locks their rows. Rules and holds are asked anew in the transaction of the step that cannot be undone;
 * a worker that has lost a row takes none with it.
 */
@Component
class PurgeSteps {
  /** The audit's act when a destruction has come to its end. */
  static final String PURGED = "recording.purged";

  private final PurgeTable table;
  private final Schedule schedule;
  private final Recordings recordings;
  private final Certificates certificates;
  private final PolicyBook policies;
  private final Guards guards;
  private final ObjectProvider<ErasureStep> erasures;
  private final AuditLog audit;
  private final RetentionSettings settings;
  private final Clock clock;

  PurgeSteps(PurgeTable table, Schedule schedule, Recordings recordings, Certificates certificates, PolicyBook policies, Guards guards,
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

  /** One run's right to one row, until another one takes it. */
  record Claim(RecordingId recording, UUID run, long fence) {
  }

  /**
   * What became of some claims; those in neither are not due after all, or in other hands.
   *
   * @param goOn have a next step
   * @param certified how many came to their end
   */
  record Progress(List<Claim> goOn, int certified) {
  }

  /** @return those that are due and that nobody else is at */
  @Transactional
  public List<Claim> claim(List<RetentionRow> rows, UUID run, Instant now) {
    var wall = clock.instant();
    var free = rows.stream()
        .filter(row -> row.purgeAt() != null && !now.isBefore(row.purgeAt()) && !row.lease().taken(wall, settings.lease())).toList();
    var taken = Set.copyOf(table.leased(free, run, wall.plus(settings.lease())));
    return free.stream().filter(taken::contains).map(row -> new Claim(row.recording(), run, row.lease().fence() + 1)).toList();
  }

  /**
   * Takes the next step of each, all or none.
   *
   * @param claims at least one, all of one run
   */
  @Transactional
  public Progress step(List<Claim> claims, Instant now) {
    var mine = claims.stream().collect(Collectors.toMap(Claim::recording, claim -> claim));
    var rows = table.lock(claims.stream().map(Claim::recording).toList()).stream()
        .filter(row -> row.lease().fence() == claim(mine, row).fence()).toList();
    int version = policies.current().number();
    var looks = new Looks();
    var seen = schedule.look(rows, now, null);
    rows.forEach(row -> looks.add(row, Objects.requireNonNull(seen.get(row.recording()))));
    // A version that came into force while the rules were asked may have decided, or not: it is asked anew.
    if (!looks.toDestroy.isEmpty() && (!guards.believed() || policies.current().number() != version)) {
      looks.leaveUndestroyed();
    }
    var wall = clock.instant();
    destroyKeys(looks, version, wall);
    deleteObjects(looks.toDelete, wall);
    int certified = end(looks.toEnd, claims.getFirst().run(), wall);
    table.letGo(looks.toLeave);
    var goOn = Stream.of(looks.toDestroy, looks.toDelete).flatMap(List::stream).map(row -> claim(mine, row)).toList();
    return new Progress(goOn, certified);
  }

  @Transactional
  public void fail(Claim claim, String failure) {
    var wall = clock.instant();
    var row = table.lock(List.of(claim.recording())).getFirst();
    table.failed(claim.recording(), claim.fence(), wall, wall.plus(Backoff.after(row.failures() + 1)), failure);
  }

  /** Rows by what is to be done with them next. */
  private static final class Looks {
    private final Map<RecordingId, String> policies = new HashMap<>();
    private final List<RetentionRow> toDestroy = new ArrayList<>();
    private final List<RetentionRow> toDelete = new ArrayList<>();
    private final List<RetentionRow> toEnd = new ArrayList<>();
    private final List<RetentionRow> toLeave = new ArrayList<>();

    void add(RetentionRow row, Schedule.Look look) {
      policies.put(row.recording(), look.verdict().policy());
      (switch (look.next()) {
        case Move.DestroyKey _ -> toDestroy;
        case Move.DeleteObject _ -> toDelete;
        case Move.ProveAbsent _,Move.Certify _ -> toEnd;
        case Move.Stay _,Move.Schedule _,Move.Release _ -> toLeave;
      }).add(row);
    }

    void leaveUndestroyed() {
      toLeave.addAll(toDestroy);
      toDestroy.clear();
    }

    /** Under the rule that decides now, which may be another than the row says. */
    List<PurgeOrder> ordersToDestroy() {
      return toDestroy.stream().map(row -> new PurgeOrder(row.recording(), Objects.requireNonNull(policies.get(row.recording())))).toList();
    }
  }

  private void destroyKeys(Looks looks, int version, Instant wall) {
    var rows = looks.toDestroy;
    if (!rows.isEmpty()) {
      var hashes = recordings.ofCalls(rows.stream().map(RetentionRow::call).toList()).values().stream()
          .filter(facts -> !facts.audioHash().isEmpty()).collect(Collectors.toMap(RecordingFacts::id, RecordingFacts::audioHash));
      recordings.destroyKeys(looks.ordersToDestroy());
      table.keysDestroyed(rows, hashes, version, wall, wall.plus(settings.lease()));
    }
  }

  private void deleteObjects(List<RetentionRow> rows, Instant wall) {
    if (!rows.isEmpty()) {
      recordings.deleteObjects(orders(rows));
      table.objectsDeleted(rows, wall, wall.plus(settings.lease()));
    }
  }

  /**
   * Proves absent and certifies. One transaction, since both are only written down: no recording counts as absent without its certificate.
   *
   * @param rows whose objects are deleted; what an earlier release has proven absent and not certified is among them
   * @return how many certificates there are now that were not
   */
  private int end(List<RetentionRow> rows, UUID run, Instant at) {
    if (rows.isEmpty()) {
      return 0;
    }
    recordings.proveAbsent(orders(rows));
    var forgotten = Set.copyOf(forgotten(rows));
    erasures.orderedStream().forEach(owner -> owner.erase(forgotten));
    var absent = rows.stream().map(row -> row.absent(at)).toList();
    var owners = erasures.orderedStream().map(ErasureStep::name).sorted().toList();
    var hashes = certificates.add(absent, row -> forgotten.contains(row.call()) ? owners : List.of(), run, at);
    table.certified(rows, at);
    audit.append(Schedule.PURGE, PURGED, absent.stream().map(row -> new AuditLog.Deed(subject(row.recording()),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "call", row.call().toString(), "policy", row.policy(), "kept-until",
            row.until().toString(), "audio-hash", row.audioHash(), "run", run.toString(), "certificate",
            Objects.requireNonNull(hashes.get(row.recording())))))
        .toList());
    return absent.size();
  }

  /** The calls of which nothing is left to be heard: whoever has personal data of them gives it up, and not before. */
  private List<CallId> forgotten(List<RetentionRow> rows) {
    var left = table.withOthersLeft(rows);
    return rows.stream().map(RetentionRow::call).distinct().filter(call -> !left.contains(call)).toList();
  }

  private static List<PurgeOrder> orders(List<RetentionRow> rows) {
    return rows.stream().map(row -> new PurgeOrder(row.recording(), row.policy())).toList();
  }

  private static Claim claim(Map<RecordingId, Claim> claims, RetentionRow row) {
    return Objects.requireNonNull(claims.get(row.recording()));
  }

  static String subject(RecordingId recording) {
    return "recording:" + recording;
  }
}
