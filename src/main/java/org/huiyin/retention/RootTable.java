package org.huiyin.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.foundation.SqlTime;
import org.huiyin.retention.DestructionProof.Root;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes {@code retention_root}, its end, and which runs still lack their root. */
@Component
class RootTable {
  private static final String RUNS = "select r.id, r.node, r.started_at, r.finished_at, r.failed, r.waited, r.certificates, o.number, o.run,"
      + " o.closed_at, o.leaves, o.body, o.key_id, o.signature from retention_run r left join retention_root o on o.run = r.id ";

  private final JdbcClient jdbc;

  RootTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** @param hash SHA-256 of its body; zeros before the first */
  record End(long number, String hash) {
  }

  /** In a transaction: nobody else closes a run until it ends. */
  End lockEnd() {
    return jdbc.sql("select number, hash from retention_root_end where id = 1 for update")
        .query((row, _) -> new End(row.getLong("number"), row.getString("hash"))).single();
  }

  End end() {
    return jdbc.sql("select number, hash from retention_root_end where id = 1")
        .query((row, _) -> new End(row.getLong("number"), row.getString("hash"))).single();
  }

  /**
   * Counts more certificates of the run, in the transaction that makes them, and keeps the run from being closed meanwhile.
   *
   * @return the place of the first, from 0; the others follow it
   * @throws IllegalStateException when the run is closed already; the next run makes the certificates
   */
  int nextPlaces(UUID run, int many) {
    if (jdbc.sql("update retention_run set certificates = certificates + ? where id = ? and closed_at is null").params(many, run)
        .update() != 1) {
      throw new IllegalStateException("run " + run + " is closed, so it certifies nothing more");
    }
    return jdbc.sql("select certificates from retention_run where id = ?").param(run).query(Integer.class).single() - many;
  }

  /** In a transaction: how many certificates the run has, and none can be added until it ends; empty when it is closed. */
  Optional<Integer> lockOpen(UUID run) {
    return jdbc.sql("select certificates from retention_run where id = ? and closed_at is null for update").param(run).query(Integer.class)
        .optional();
  }

  /** Runs with certificates and without a root that have ended, or of which nothing was heard since a moment. */
  List<UUID> unclosed(Instant silentSince) {
    return jdbc.sql("""
        select r.id from retention_run r where r.certificates > 0 and r.closed_at is null and (r.finished_at is not null
        or (r.started_at < :since and not exists (select 1 from retention_certificate c where c.run = r.id and c.certified_at >= :since)))
        order by r.started_at, r.id""").param("since", SqlTime.of(silentSince)).query((row, _) -> row.getObject("id", UUID.class)).list();
  }

  void close(Root root, String bodyHash) {
    jdbc.sql("insert into retention_root (number, run, closed_at, leaves, body, key_id, signature) values (?, ?, ?, ?, ?, ?, ?)")
        .params(root.number(), root.run(), SqlTime.of(root.closedAt()), root.certificates(), root.body(), root.keyId(), root.signature())
        .update();
    jdbc.sql("update retention_root_end set number = ?, hash = ? where id = 1").params(root.number(), bodyHash).update();
    jdbc.sql("update retention_run set closed_at = ? where id = ?").params(SqlTime.of(root.closedAt()), root.run()).update();
  }

  Optional<Root> ofRun(UUID run) {
    return jdbc.sql("select * from retention_root where run = ?").param(run).query(RootTable::root).optional();
  }

  /** In the order of their numbers. */
  List<Root> after(long number, int limit) {
    return jdbc.sql("select * from retention_root where number > ? order by number fetch first " + limit + " rows only").param(number)
        .query(RootTable::root).list();
  }

  Optional<DestructionProof.Run> run(UUID id) {
    return jdbc.sql(RUNS + "where r.id = ?").param(id).query(RootTable::run).optional();
  }

  List<DestructionProof.Run> runs(DestructionProof.@Nullable Run after, int limit) {
    var query = jdbc.sql(RUNS + "where (r.certificates > 0 or r.failed > 0 or r.waited is not null)"
        + (after == null ? "" : " and (r.started_at, r.id) < (:started, :id)") + " order by r.started_at desc, r.id desc fetch first "
        + limit + " rows only");
    return (after == null ? query : query.param("started", SqlTime.of(after.startedAt())).param("id", after.id())).query(RootTable::run)
        .list();
  }

  private static DestructionProof.Run run(ResultSet row, int number) throws SQLException {
    return new DestructionProof.Run(row.getObject("id", UUID.class), row.getString("node"), SqlTime.read(row, "started_at"),
        SqlTime.readNullable(row, "finished_at"), row.getInt("failed"), row.getString("waited"), row.getInt("certificates"),
        row.getString("body") == null ? null : root(row, number));
  }

  private static Root root(ResultSet row, int number) throws SQLException {
    var body = row.getString("body");
    return new Root(row.getLong("number"), row.getObject("run", UUID.class), SqlTime.read(row, "closed_at"), row.getInt("leaves"),
        RootText.field(body, RootText.ROOT), body, row.getString("key_id"), row.getString("signature"));
  }
}
