package org.huiyin.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import javax.sql.DataSource;

import org.huiyin.foundation.SelfCheck;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Walks the whole chain and names every entry that was removed, changed, moved or slipped in. */
@Component
class ChainCheck implements SelfCheck {
  private static final int MOST_FINDINGS = 100;
  private static final Duration SEALED_WITHIN = Duration.ofMinutes(1);
  private static final String RESTORE = "Compare the log with a backup from before the tampering, and find out who could write to the database. After restoring"
      + " an older database on purpose, put HUIYIN_HOME/log/audit-chain.txt away with the newer one.";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate reading;
  private final Clock clock;
  private final Witness witness;

  ChainCheck(DataSource database, PlatformTransactionManager transactions, Clock clock, Witness witness) {
    this.witness = witness;
    this.jdbc = new JdbcTemplate(database);
    jdbc.setFetchSize(1000);
    this.clock = clock;
    this.reading = new TransactionTemplate(transactions);
    reading.setReadOnly(true);
    // The chain, its end and what waits must be seen as of one moment, or a sealing meanwhile looks like tampering.
    reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  @Override
  public String name() {
    return "audit-chain";
  }

  @Override
  public List<Finding> check() {
    // Read before the chain is: what is noted meanwhile lies beyond what this check sees.
    var noted = noted();
    return reading.execute(_ -> {
      var walk = new Walk(noted);
      jdbc.query("select l.seq, l.entry, l.previous, l.hash, " + LogRow.COLUMNS
          + " from audit_link l left join audit_entry e on e.id = l.entry order by l.seq", walk::link);
      walk.end();
      jdbc.queryForList("""
          select e.id from audit_entry e where not exists (select 1 from audit_link l where l.entry = e.id)
          and not exists (select 1 from audit_pending p where p.entry = e.id)""", UUID.class)
          .forEach(id -> walk.found("audit-entry:" + id, "The entry is in the log but was never chained: it was slipped in."));
      jdbc.queryForList("select p.entry from audit_pending p where not exists (select 1 from audit_entry e where e.id = p.entry)",
          UUID.class)
          .forEach(id -> walk.found("audit-entry:" + id, "The entry was removed from the log before it was chained."));
      backlog(walk.findings);
      return List.copyOf(walk.findings);
    });
  }

  private Map<Long, String> noted() {
    try {
      return witness.noted();
    } catch (IOException e) {
      throw new UncheckedIOException("what was noted of the chain outside of the database cannot be read", e);
    }
  }

  private void backlog(List<Finding> findings) {
    var late = jdbc.queryForObject("select count(*) from audit_pending where at < ?", Long.class,
        SqlTime.of(clock.instant().minus(SEALED_WITHIN)));
    if (late != null && late > 0) {
      findings.add(new Finding("audit-sealer", late + " entries have waited for more than a minute to be chained.",
          "Start the service, which chains them within seconds; if it runs, look in its log for 'not chained yet'."));
    }
  }

  /** Where the walk along the chain is. A damaged link does not make every later one look damaged: the walk goes on from what is stored. */
  private final class Walk {
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Long, String> noted;
    private long seq;
    private String hash = LogRow.BEGINNING;

    Walk(Map<Long, String> noted) {
      this.noted = noted;
    }

    void link(ResultSet row) throws SQLException {
      long here = row.getLong("seq");
      if (here != seq + 1) {
        found("audit-link:" + (seq + 1), "The links " + (seq + 1) + " to " + (here - 1) + " were removed from the chain.");
      } else if (!row.getString("previous").equals(hash)) {
        found("audit-link:" + here, "Link " + here + " does not follow from the one before it: links were replaced or moved.");
      }
      seq = here;
      hash = row.getString("hash");
      var outside = noted.remove(here);
      if (outside != null && !outside.equals(hash)) {
        found("audit-link:" + here, "Link " + here + " is not the one that was noted down outside of the database when it was made.");
      }
      var entry = row.getObject("entry", UUID.class);
      if (row.getObject("id") == null) {
        found("audit-entry:" + entry, "The entry of link " + here + " was removed from the log.");
      } else if (!LogRow.read(row).hashAt(here, row.getString("previous")).equals(hash)) {
        found("audit-entry:" + entry, "The entry at link " + here + " was changed, or another was put in its place.");
      }
    }

    void end() {
      noted.keySet().stream().max(Long::compare).ifPresent(most -> found("audit-link:" + most,
          "Links that were noted down outside of the database, up to " + most + ", are no longer in the chain."));
      var end = jdbc.query("select seq, hash from audit_head where id = 1",
          (row, _) -> new AuditTrail.Head(row.getLong("seq"), row.getString("hash"))).stream().findFirst();
      if (end.isEmpty()) {
        found("audit-head", "The chain's recorded end is gone.");
      } else if (end.get().seq() != seq || !end.get().hash().equals(hash)) {
        found("audit-head", "The chain ends at " + seq + " but its recorded end is " + end.get().seq()
            + ": its last links were removed, replaced or added.");
      }
    }

    void found(String subject, String what) {
      if (findings.size() < MOST_FINDINGS) {
        findings.add(new Finding(subject, what, RESTORE));
      }
    }
  }
}
