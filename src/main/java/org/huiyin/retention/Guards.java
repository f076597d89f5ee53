package org.huiyin.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.audit.AuditTrail;
import org.huiyin.directory.Community;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.retention.ClockGuard.Sight;
import org.huiyin.retention.VolumeGuard.Volume;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Gathers what the guards ask for, and asks them; writes the beat and the forecasts. */
@Component
class Guards implements Safeguards {
  private static final Logger log = LoggerFactory.getLogger(Guards.class);
  private static final Duration FRESH = Duration.ofSeconds(3);

  private final GuardTable table;
  private final RetentionTable rows;
  private final AuditTrail audit;
  private final Directory directory;
  private final ObjectProvider<TimeWitness> witnesses;
  private final ObjectProvider<TimeSynchronisation> synchronisations;
  private final Approvals approvals;
  private final Clock clock;
  private volatile @Nullable Lately lately;

  Guards(GuardTable table, RetentionTable rows, AuditTrail audit, Directory directory, ObjectProvider<TimeWitness> witnesses,
      ObjectProvider<TimeSynchronisation> synchronisations, Approvals approvals, Clock clock) {
    this.table = table;
    this.rows = rows;
    this.audit = audit;
    this.directory = directory;
    this.witnesses = witnesses;
    this.synchronisations = synchronisations;
    this.approvals = approvals;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "PT1M", initialDelayString = "PT10S")
  void beatSoon() {
    try {
      beat();
    } catch (RuntimeException e) {
      log.warn("The beat could not be written; next try in a minute", e);
    }
  }

  /** Notes the moment, unless it is doubted: a doubt does not go away by itself because time passes. */
  void beat() {
    var doubts = doubts();
    if (doubts.isEmpty()) {
      table.beat(clock.instant());
    } else {
      log.warn(
          "The clock is not believed ({}): nothing is destroyed until two people confirm the time on the retention page, or the machine has "
              + "kept its clock right for an hour",
          doubts);
    }
  }

  /** The same as no doubts, asked at most every few seconds: for what happens to thousands of rows. */
  boolean believed() {
    var last = lately;
    var now = clock.instant();
    if (last == null || System.nanoTime() - last.steady() > FRESH.toNanos()
        || Duration.between(last.at(), now).abs().compareTo(FRESH) > 0) {
      last = new Lately(now, System.nanoTime(), doubts().isEmpty());
      lately = last;
    }
    return last.believed();
  }

  private record Lately(Instant at, long steady, boolean believed) {
  }

  Set<Doubt> doubts() {
    var row = table.read();
    return ClockGuard
        .doubts(new Sight(clock.instant(), row.beat(), audited(row), says(Doubt.DATABASE_DIFFERS), says(Doubt.ASTERISK_DIFFERS),
            row.acceptedUntil()));
  }

  @Override
  public State state() {
    return new State(clock.instant(), doubts(), synchronisation().map(TimeSynchronisation.Statement::synchronised).orElse(null),
        excess().orElse(null));
  }

  /** What the machine says about its clock. */
  Optional<TimeSynchronisation.Statement> synchronisation() {
    return synchronisations.stream().flatMap(machine -> machine.said().stream()).findFirst();
  }

  Optional<Excess> excess() {
    var now = clock.instant();
    var volume = volume(now);
    return volume.forecast() != null && VolumeGuard.waits(volume, table.read().volume(), now)
        ? Optional.of(new Excess(volume.amount(), volume.forecast()))
        : Optional.empty();
  }

  /** Says today what will be destroyed in the next thirty days. */
  void forecast() {
    var now = clock.instant();
    var day = day(now.plus(VolumeGuard.AHEAD));
    if (table.forecast(day).isEmpty()) {
      table.forecast(day, now, rows.countExpected(endOf(day), now.plus(Life.DELAY)));
    }
  }

  @Override
  public Proposal proposeTime(Actor by, String reason) {
    var doubts = doubts();
    if (doubts.isEmpty()) {
      throw new IllegalStateException("nobody doubts the time");
    }
    return approvals.propose(by, new Approvals.Draft(TIME, SUBJECT, null, reason,
        Map.of("time", clock.instant().toString(), "doubts", doubts.stream().map(Doubt::name).collect(Collectors.joining(",")))));
  }

  @Override
  public Proposal proposeVolume(Actor by, String reason) {
    var excess = excess().orElseThrow(() -> new IllegalStateException("the volume is as it was forecast"));
    return approvals.propose(by, new Approvals.Draft(VOLUME, SUBJECT, null, reason,
        Map.of("amount", String.valueOf(excess.amount()), "forecast", String.valueOf(excess.forecast()))));
  }

  /**
   * From now on the clock is believed, whatever was audited before; that clocks differ is accepted for a day. What was scheduled by another clock gets its days of
   * grace anew: by that clock they may be over already.
   */
  void timeConfirmed() {
    believe(clock.instant().plus(ClockGuard.JUMP));
  }

  /** The same, but that clocks differ is not accepted: the machine knows its own clock alone. */
  void timeConfirmedByTheMachine() {
    believe(table.read().acceptedUntil());
  }

  private void believe(@Nullable Instant differencesUntil) {
    if (doubts().isEmpty()) {
      throw new IllegalStateException("nobody doubts the time any more");
    }
    var now = clock.instant();
    table.timeConfirmed(now, differencesUntil, latestAudited());
    rows.postpone(now.plus(Life.DELAY));
    lately = null;
  }

  void volumeAccepted(long amount) {
    table.volumeAccepted(amount, clock.instant().plus(VolumeGuard.AHEAD));
  }

  /** Destroyed since the forecast of today was made, and due now: the days on which nothing ran are in it. */
  private Volume volume(Instant now) {
    var forecast = table.forecast(day(now));
    return forecast.map(made -> new Volume(table.destroyedSince(made.madeAt()) + rows.countDue(now), made.amount()))
        .orElseGet(() -> new Volume(0, null));
  }

  private @Nullable Instant audited(GuardTable.Row row) {
    var latest = latestAudited();
    var accepted = row.auditedAccepted();
    return latest != null && accepted != null && !latest.isAfter(accepted) ? null : latest;
  }

  private @Nullable Instant latestAudited() {
    var everywhere = directory.communities().stream().map(Community::id).collect(Collectors.toSet());
    return audit.newest(AuditTrail.Query.all(everywhere, 1)).stream().map(AuditTrail.Entry::at).findFirst().orElse(null);
  }

  private @Nullable Instant says(Doubt about) {
    List<TimeWitness> asked = witnesses.stream().filter(witness -> witness.doubt() == about).toList();
    return asked.stream().flatMap(witness -> witness.now().stream()).findFirst().orElse(null);
  }

  private LocalDate day(Instant moment) {
    return LocalDate.ofInstant(moment, directory.dialledBy("").zone());
  }

  private Instant endOf(LocalDate day) {
    return day.plusDays(1).atTime(LocalTime.MIDNIGHT).atZone(directory.dialledBy("").zone()).toInstant();
  }
}
