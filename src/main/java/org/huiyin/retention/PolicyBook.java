package org.huiyin.retention;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.CommunityId;
import org.huiyin.retention.RetentionPolicy.Kind;
import org.huiyin.retention.RetentionTable.Shortened;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class PolicyBook implements Policies, ProposalHandler {
  private static final int MONTHS = 12;
  private static final int MOST = 1000;
  private static final String YEARS_OF = "years.";

  /** Other periods are in force; what is live is looked at again. */
  record Changed(int version) {
  }

  private final PolicyTable versions;
  private final RetentionSettings settings;
  private final RetentionTable table;
  private final Approvals approvals;
  private final Directory directory;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  PolicyBook(PolicyTable versions, RetentionSettings settings, RetentionTable table, Approvals approvals, Directory directory,
      ApplicationEventPublisher events, Clock clock) {
    this.versions = versions;
    this.settings = settings;
    this.table = table;
    this.approvals = approvals;
    this.directory = directory;
    this.events = events;
    this.clock = clock;
  }

  /** The rules in force, read anew: what is decided by them may be for ever. */
  RetentionPolicy rules() {
    var version = current();
    var periods = version.periods();
    return version.number() == 0 || periods == null
        ? new RetentionPolicy(settings)
        : new RetentionPolicy(kind -> Period.ofYears(periods.of(kind.category(), kind.priority())));
  }

  @Override
  public Version current() {
    return versions.latest().orElseGet(() -> new Version(0, years(settings), null, "", "", ""));
  }

  @Override
  @Transactional(readOnly = true)
  public List<Version> versions() {
    return versions.all();
  }

  @Override
  @Transactional(readOnly = true)
  public long newlyDue(Periods periods) {
    return table.countNewlyDue(shortened(periods), soonest());
  }

  @Override
  @Transactional(readOnly = true)
  public List<Retention.Kept> newlyDue(Periods periods, Set<CommunityId> communities, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit is 1 to " + MOST);
    }
    return table.newlyDue(shortened(periods), soonest(), communities, limit).stream().map(RetentionRow::kept).toList();
  }

  private Instant soonest() {
    return clock.instant().plus(Life.DELAY);
  }

  /** What would be over by then, by kind of matter. */
  private List<Shortened> shortened(Periods periods) {
    var all = new java.util.ArrayList<Shortened>();
    Kind.all().forEach(kind -> all.add(new Shortened(kind.rules().toList(), begunBefore(periods.of(kind.category(), kind.priority())))));
    all.add(new Shortened(Kind.ofNoTicket().toList(), begunBefore(periods.longest())));
    return all;
  }

  private Instant begunBefore(int years) {
    return soonest().atZone(directory.dialledBy("").zone()).minusYears(years).toInstant();
  }

  /** The facts are what changes; whoever decides reads these, and carrying it out needs no more. */
  @Override
  @Transactional
  public Proposal propose(Actor by, Periods periods, String reason) {
    var now = current();
    if (periods.equals(now.periods())) {
      throw new IllegalArgumentException("these periods are in force already");
    }
    var facts = new HashMap<String, String>();
    facts.put("base", String.valueOf(now.number()));
    facts.put("newly-due", String.valueOf(newlyDue(periods)));
    Kind.all().filter(kind -> now.periods() == null || now.periods().of(kind.category(), kind.priority()) != years(periods, kind))
        .forEach(kind -> facts.put(YEARS_OF + kind.name(), String.valueOf(years(periods, kind))));
    return approvals.propose(by, new Approvals.Draft(CHANGE, SUBJECT, null, reason, facts));
  }

  @Override
  public @Nullable Periods proposed(Proposal proposal) {
    var now = current();
    if (!proposal.kind().equals(CHANGE) || now.number() != Integer.parseInt(proposal.facts().getOrDefault("base", "-1"))) {
      return null;
    }
    return Periods.of((category, priority) -> {
      var wanted = proposal.facts().get(YEARS_OF + new Kind(category, priority).name());
      return wanted == null ? Objects.requireNonNull(now.periods()).of(category, priority) : Integer.valueOf(wanted);
    });
  }

  @Override
  public String kind() {
    return CHANGE;
  }

  @Override
  public void carryOut(Proposal approved, Actor.Staff approver) {
    var periods = proposed(approved);
    if (periods == null) {
      throw new IllegalStateException("the policy has changed since this was proposed");
    }
    int next = current().number() + 1;
    versions.insert(next, periods, approved, approver, clock.instant());
    events.publishEvent(new Changed(next));
  }

  private static int years(Periods periods, Kind kind) {
    return periods.of(kind.category(), kind.priority());
  }

  private static @Nullable Periods years(RetentionSettings settings) {
    return Kind.all().anyMatch(kind -> settings.of(kind).toTotalMonths() % MONTHS != 0)
        ? null
        : Periods.of((category, priority) -> (int) settings.of(new Kind(category, priority)).toTotalMonths() / MONTHS);
  }
}
