package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
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
 * The two halves of a destruction, each for many recordings in one transaction that locks their rows. Rules and holds are asked anew in the transaction that destroys the keys; a worker
 * that has lost a row takes none with it.
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

  /**
   * A transaction of its own: what a node had in its hands when it died is seen by the others within seconds, not in the next night.
   *
   * @param now the moment up to which periods count as over
   * @return those that are due and that nobody else is at, as they are now
   */
  @Transactional
  public List<RetentionRow> claim(List<RetentionRow> rows, UUID run, Instant now) {
    var wall = clock.instant();
    return table.leased(rows.stream()
        .filter(row -> row.purgeAt() != null && !now.isBefore(row.purgeAt()) && !row.lease().taken(wall, settings.lease())).toList(), run,
        wall.plus(settings.lease()));
  }

  /**
   * Destroys the keys: all or none. What speaks against it is looked at after the rows are locked.
   *
   * @param claimed as {@link #claim} has left them
   * @return those that have an end to be brought to, as they are now; what is begun already among them
   */
  @Transactional
  public List<RetentionRow> begin(List<RetentionRow> claimed, Instant now) {
    var fences = claimed.stream().collect(Collectors.toMap(RetentionRow::recording, row -> row.lease().fence()));
    var rows = table.lock(claimed.stream().map(RetentionRow::recording).toList()).stream()
        .filter(row -> row.lease().fence() == Objects.requireNonNull(fences.get(row.recording()))).toList();
    int version = policies.current().number();
    var looks = new Looks();
    var seen = schedule.look(rows, now, null);
    rows.forEach(row -> looks.add(row, Objects.requireNonNull(seen.get(row.recording()))));
    // A version that came into force while the rules were asked may have decided, or not: it is asked anew.
    if (!looks.toDestroy.isEmpty() && (!guards.believed() || policies.current().number() != version)) {
      looks.leaveUndestroyed();
    }
    table.letGo(looks.toLeave);
    var wall = clock.instant();
    return Stream.of(destroyKeys(looks.toDestroy, version, wall), looks.toEnd).flatMap(List::stream).toList();
  }

  @Transactional
  public void fail(RetentionRow row, String failure) {
    var wall = clock.instant();
    var failures = table.lock(List.of(row.recording())).getFirst().failures();
    table.failed(row.recording(), row.lease().fence(), wall, wall.plus(Backoff.after(failures + 1)), failure);
  }

  /** Rows by what is to be done with them next. */
  private static final class Looks {
    private final List<RetentionRow> toDestroy = new ArrayList<>();
    private final List<RetentionRow> toEnd = new ArrayList<>();
    private final List<RetentionRow> toLeave = new ArrayList<>();

    /** What is destroyed is destroyed under the rule that decides now, which may be another than the row says. */
    void add(RetentionRow row, Schedule.Look look) {
      switch (look.next()) {
        case Move.DestroyKey _ -> toDestroy.add(row.decided(look.verdict()));
        case Move.DeleteObject _,Move.ProveAbsent _,Move.Certify _ -> toEnd.add(row);
        case Move.Stay _,Move.Schedule _,Move.Release _ -> toLeave.add(row);
      }
    }

    void leaveUndestroyed() {
      toLeave.addAll(toDestroy);
      toDestroy.clear();
    }
  }

  private List<RetentionRow> destroyKeys(List<RetentionRow> rows, int version, Instant wall) {
    var hashes = hashes(rows.stream().filter(row -> row.audioHash().isEmpty()).toList());
    table.hashed(hashes);
    if (!rows.isEmpty()) {
      recordings.destroyKeys(orders(rows));
    }
    return table.keysDestroyed(rows, version, wall, wall.plus(settings.lease())).stream()
        .map(row -> row.hashed(hashes.getOrDefault(row.recording(), row.audioHash()))).toList();
  }

  /** What was registered before it was sealed has no hash in its row. */
  private Map<RecordingId, String> hashes(List<RetentionRow> rows) {
    return rows.isEmpty()
        ? Map.of()
        : recordings.ofCalls(rows.stream().map(RetentionRow::call).toList()).values().stream().filter(facts -> !facts.audioHash().isEmpty())
            .collect(Collectors.toMap(RecordingFacts::id, RecordingFacts::audioHash));
  }

  /**
   * Deletes the objects, proves them absent, and certifies: all or none. One transaction, since nothing is left that could speak against the end of what has
   * no key: no recording counts as absent without its certificate, and an object that is deleted already is no hindrance to whoever goes on with it.
   *
   * @param rows as {@link #begin} has left them, at least one
   * @throws IllegalStateException when somebody else has one of them now
   */
  @Transactional
  public void end(List<RetentionRow> rows, UUID run) {
    table.hold(rows);
    recordings.deleteObjects(orders(rows));
    recordings.proveAbsent(orders(rows));
    var at = clock.instant();
    table.certified(rows, at);
    var forgotten = Set.copyOf(forgotten(rows));
    erasures.orderedStream().forEach(owner -> owner.erase(forgotten));
    var absent = rows.stream().map(row -> row.absent(at)).toList();
    var owners = erasures.orderedStream().map(ErasureStep::name).sorted().toList();
    var hashes = certificates.add(absent, row -> forgotten.contains(row.call()) ? owners : List.of(), run, at);
    audit.append(Schedule.PURGE, PURGED, absent.stream().map(row -> new AuditLog.Deed(subject(row.recording()),
        Map.of(AuditLog.COMMUNITY, row.community().toString(), "call", row.call().toString(), "policy", row.policy(), "kept-until",
            row.until().toString(), "audio-hash", row.audioHash(), "run", run.toString(), "certificate",
            Objects.requireNonNull(hashes.get(row.recording())))))
        .toList());
  }

  /** The calls of which nothing is left to be heard: whoever has personal data of them gives it up, and not before. */
  private List<CallId> forgotten(List<RetentionRow> rows) {
    var calls = rows.stream().map(RetentionRow::call).distinct().toList();
    var left = table.withOthersLeft(calls);
    return calls.stream().filter(call -> !left.contains(call)).toList();
  }

  private static List<PurgeOrder> orders(List<RetentionRow> rows) {
    return rows.stream().map(row -> new PurgeOrder(row.recording(), row.policy())).toList();
  }

  static String subject(RecordingId recording) {
    return "recording:" + recording;
  }
}
