package org.huiyin.audit;

import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Gives each committed entry its place in the chain. Places are given in the order in which entries are found, so a deed that commits late comes
 * later in the chain and nothing waits for it. The lock on the chain's end lets one sealer work at a time, on however many nodes.
 */
@Component
class Sealer {
  static final int BATCH = 500;
  private static final Logger log = LoggerFactory.getLogger(Sealer.class);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private volatile AuditTrail.@Nullable Head acknowledged;

  Sealer(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Scheduled(fixedDelayString = "PT1S", initialDelayString = "PT1S")
  void sealSoon() {
    try {
      seal();
    } catch (DataAccessException | TransactionException e) {
      log.warn("New audit entries are not chained yet; next try in a second: {}", e.getMessage());
    }
  }

  /** Chains everything that is committed; returns how many entries that were. */
  int seal() {
    int all = 0;
    int batch;
    do {
      var sealed = transaction.execute(_ -> sealBatch());
      batch = sealed.entries();
      all += batch;
      if (batch > 0) {
        acknowledged = sealed.end();
      }
    } while (batch == BATCH);
    return all;
  }

  /**
   * The end of the chain whose commit this sealer saw come back, if it has sealed anything yet. H2 shows a commit to others a moment before it is
   * written; what is told outside of the database must not be undone by a sudden end in that moment.
   */
  Optional<AuditTrail.Head> acknowledged() {
    return Optional.ofNullable(acknowledged);
  }

  private record Sealed(int entries, AuditTrail.Head end) {
    private static final Sealed NOTHING = new Sealed(0, new AuditTrail.Head(0, LogRow.BEGINNING));
  }

  private Sealed sealBatch() {
    if (jdbc.queryForList("select entry from audit_pending fetch first 1 row only", UUID.class).isEmpty()) {
      return Sealed.NOTHING;
    }
    var end = jdbc.queryForObject("select seq, hash from audit_head where id = 1 for update",
        (row, _) -> new AuditTrail.Head(row.getLong("seq"), row.getString("hash")));
    var waiting = jdbc
        .query("select " + LogRow.COLUMNS + " from audit_pending p join audit_entry e on e.id = p.entry order by p.at, p.entry"
            + " fetch first " + BATCH + " rows only", (row, _) -> LogRow.read(row));
    var links = new ArrayList<Object[]>();
    var sealed = new ArrayList<Object[]>();
    long seq = end.seq();
    var previous = end.hash();
    for (var entry : waiting) {
      var hash = entry.hashAt(++seq, previous);
      links.add(new Object[]{seq, entry.id(), previous, hash});
      sealed.add(new Object[]{entry.id()});
      previous = hash;
    }
    jdbc.batchUpdate("insert into audit_link (seq, entry, previous, hash) values (?, ?, ?, ?)", links);
    jdbc.batchUpdate("delete from audit_pending where entry = ?", sealed);
    jdbc.update("update audit_head set seq = ?, hash = ? where id = 1", seq, previous);
    return new Sealed(waiting.size(), new AuditTrail.Head(seq, previous));
  }
}
