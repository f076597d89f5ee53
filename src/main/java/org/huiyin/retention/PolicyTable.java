package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.huiyin.approval.Proposal;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.SqlTime;
import org.huiyin.retention.Policies.Periods;
import org.huiyin.retention.Policies.Version;
import org.huiyin.retention.RetentionPolicy.Kind;
import org.huiyin.ticket.Category;
import org.huiyin.ticket.Priority;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_policy} and its periods. */
@Component
class PolicyTable {
  private static final int MONTHS = 12;
  private static final String ALL = "select * from retention_policy order by version desc";

  private final JdbcClient jdbc;

  PolicyTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Version> latest() {
    return jdbc.sql(ALL + " fetch first 1 rows only").query(this::read).optional();
  }

  List<Version> all() {
    return jdbc.sql(ALL).query(this::read).list();
  }

  /** Two changes cannot both follow the same version: the second finds its number taken. */
  void insert(int version, Periods periods, Proposal approved, Actor.Staff approver, Instant at) {
    jdbc.sql("insert into retention_policy (version, in_force, reason, proposer, approver, proposal) values (?, ?, ?, ?, ?, ?)")
        .params(version, SqlTime.of(at), approved.reason(), approved.proposer(), approver.reference(), approved.id().value()).update();
    Kind.all()
        .forEach(kind -> jdbc.sql("insert into retention_policy_period (version, category, priority, months) values (?, ?, ?, ?)")
            .params(version, kind.category().name(), kind.priority().name(), periods.of(kind.category(), kind.priority()) * MONTHS)
            .update());
  }

  private Version read(ResultSet row, int number) throws SQLException {
    int version = row.getInt("version");
    Instant inForce = SqlTime.read(row, "in_force");
    return new Version(version, periods(version), inForce, row.getString("reason"), row.getString("proposer"), row.getString("approver"));
  }

  private Periods periods(int version) {
    var years = new HashMap<Kind, Integer>();
    jdbc.sql("select category, priority, months from retention_policy_period where version = ?").param(version)
        .query((row, _) -> years.put(new Kind(Category.valueOf(row.getString("category")), Priority.valueOf(row.getString("priority"))),
            row.getInt("months") / MONTHS))
        .list();
    return Periods.of((category, priority) -> Objects.requireNonNull(years.get(new Kind(category, priority))));
  }
}
