package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;

import org.huiyin.approval.Approvals;
import org.huiyin.approval.Proposal;
import org.huiyin.approval.ProposalHandler;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
class PolicyBook implements Policies, ProposalHandler {
  private static final int MONTHS = 12;

  private final JdbcClient jdbc;
  private final RetentionSettings settings;
  private final RetentionTable table;
  private final Approvals approvals;
  private final Directory directory;
  private final Clock clock;

  PolicyBook(JdbcClient jdbc, RetentionSettings settings, RetentionTable table, Approvals approvals, Directory directory, Clock clock) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.table = table;
    this.approvals = approvals;
    this.directory = directory;
    this.clock = clock;
  }

  /** The rules in force, read anew: what is decided by them may be for ever. */
  RetentionPolicy rules() {
    var version = current();
    var periods = version.periods();
    return version.number() == 0 || periods == null
        ? new RetentionPolicy(settings)
        : new RetentionPolicy(Period.ofYears(periods.standard()), Period.ofYears(periods.urgent()), Period.ofYears(periods.complaint()));
  }

  @Override
  public Version current() {
    return jdbc.sql("select * from retention_policy order by version desc fetch first 1 rows only").query(PolicyBook::read).optional()
        .orElseGet(this::fromSettings);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Version> versions() {
    return jdbc.sql("select * from retention_policy order by version desc").query(PolicyBook::read).list();
  }

  @Override
  @Transactional(readOnly = true)
  public long newlyDue(Periods periods) {
    int longest = Math.max(periods.standard(), Math.max(periods.urgent(), periods.complaint()));
    return newlyDue("standard-", periods.standard()) + newlyDue("urgent-", periods.urgent()) + newlyDue("complaint-", periods.complaint())
        + newlyDue("unsorted-", longest);
  }

  private long newlyDue(String kind, int years) {
    var soonest = clock.instant().plus(Life.DELAY);
    var begun = soonest.atZone(directory.dialledBy("").zone()).minusYears(years).toInstant();
    return table.countNewlyDue(kind, begun, soonest);
  }

  @Override
  @Transactional
  public Proposal propose(Actor by, Periods periods, String reason) {
    var now = current();
    if (periods.equals(now.periods())) {
      throw new IllegalArgumentException("these periods are in force already");
    }
    return approvals.propose(by,
        new Approvals.Draft(CHANGE, SUBJECT, null, reason,
            Map.of("base", String.valueOf(now.number()), "standard", String.valueOf(periods.standard()), "urgent",
                String.valueOf(periods.urgent()), "complaint", String.valueOf(periods.complaint()), "newly-due",
                String.valueOf(newlyDue(periods)))));
  }

  @Override
  public String kind() {
    return CHANGE;
  }

  /** Two changes cannot both follow the same version: the second finds its number taken. */
  @Override
  public void carryOut(Proposal approved, Actor.Staff approver) {
    int base = number(approved, "base");
    if (current().number() != base) {
      throw new IllegalStateException("the policy has changed since this was proposed");
    }
    jdbc.sql("insert into retention_policy (version, standard, urgent, complaint, in_force, reason, proposer, approver, proposal)"
        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(base + 1, number(approved, "standard") * MONTHS, number(approved, "urgent") * MONTHS,
            number(approved, "complaint") * MONTHS,
            SqlTime.of(clock.instant()), approved.reason(), approved.proposer(), approver.reference(), approved.id().value())
        .update();
  }

  private Version fromSettings() {
    return new Version(0, years(settings), null, "", "", "");
  }

  private static @Nullable Periods years(RetentionSettings settings) {
    for (var period : List.of(settings.standard(), settings.urgent(), settings.complaint())) {
      if (period.toTotalMonths() % MONTHS != 0) {
        return null;
      }
    }
    return new Periods((int) settings.standard().toTotalMonths() / MONTHS, (int) settings.urgent().toTotalMonths() / MONTHS,
        (int) settings.complaint().toTotalMonths() / MONTHS);
  }

  private static int number(Proposal proposal, String fact) {
    return Integer.parseInt(proposal.facts().getOrDefault(fact, ""));
  }

  private static Version read(ResultSet row, int number) throws SQLException {
    Instant inForce = SqlTime.read(row, "in_force");
    return new Version(row.getInt("version"),
        new Periods(row.getInt("standard") / MONTHS, row.getInt("urgent") / MONTHS, row.getInt("complaint") / MONTHS), inForce,
        row.getString("reason"), row.getString("proposer"), row.getString("approver"));
  }
}
