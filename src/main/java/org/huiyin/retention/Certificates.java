package org.huiyin.retention;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.KeyLives;
import org.huiyin.retention.DestructionProof.Certificate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is known for ever about each destruction: a JSON text and its SHA-256, one for each recording, each in its place of its run. */
@Component
class Certificates {
  private static final String ALL = "select recording, community, run, place, certified_at, body, hash from retention_certificate ";

  private final JdbcTemplate template;
  private final JdbcClient jdbc;
  private final AuditTrail trail;
  private final RootTable runs;
  private final KeyLives keys;

  Certificates(JdbcTemplate template, AuditTrail trail, RootTable runs, KeyLives keys) {
    this.template = template;
    this.jdbc = JdbcClient.create(template);
    this.trail = trail;
    this.runs = runs;
    this.keys = keys;
  }

  /**
   * In the transaction in which the destructions end. A second one for the same recording is refused by the table, and one for a run that is closed by
   * the run.
   *
   * @param erased the owners of personal data that erased theirs of a row's call
   * @return the SHA-256 of each certificate
   */
  Map<RecordingId, String> add(List<RetentionRow> rows, Function<RetentionRow, List<String>> erased, UUID run, Instant at) {
    int place = runs.nextPlaces(run, rows.size());
    var head = trail.head();
    var promises = keys.promise(rows.stream().map(RetentionRow::recording).toList());
    var hashes = new HashMap<RecordingId, String>();
    var added = new ArrayList<Object[]>();
    for (var row : rows) {
      var body = CertificateText.of(row, Optional.ofNullable(promises.get(row.recording())), erased.apply(row), run, at, head);
      var hash = DigestUtils.sha256Hex(body);
      hashes.put(row.recording(), hash);
      added.add(new Object[]{row.recording().value(), row.community().value(), run, place++, SqlTime.of(at), body, hash});
    }
    template.batchUpdate(
        "insert into retention_certificate (recording, community, run, place, certified_at, body, hash) values (?, ?, ?, ?, ?, ?, ?)",
        added);
    return hashes;
  }

  /** Those recordings whose certificate is there and says what it said when it was made. */
  Set<RecordingId> sound(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? Set.of()
        : jdbc.sql("select recording, body, hash from retention_certificate where recording in (:ids)")
            .param("ids", recordings.stream().map(RecordingId::value).toList())
            .query((row, _) -> sound(row.getString("body"), row.getString("hash"))
                ? new RecordingId(row.getObject("recording", UUID.class))
                : null)
            .list().stream().filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** Those that have a certificate, whatever it says. */
  Set<RecordingId> present(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? Set.of()
        : jdbc.sql("select recording from retention_certificate where recording in (:ids)")
            .param("ids", recordings.stream().map(RecordingId::value).toList())
            .query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list().stream().collect(Collectors.toSet());
  }

  static boolean sound(String body, String hash) {
    return DigestUtils.sha256Hex(body).equals(hash);
  }

  static byte[] leaf(String body) {
    return Merkle.leaf(body.getBytes(StandardCharsets.UTF_8));
  }

  Optional<Certificate> of(RecordingId recording) {
    return jdbc.sql(ALL + "where recording = ? and run is not null and place is not null").param(recording.value())
        .query(Certificates::read).optional();
  }

  List<Certificate> ofRun(UUID run, Set<CommunityId> communities, int after, int limit) {
    return communities.isEmpty()
        ? List.of()
        : jdbc.sql(ALL + "where run = :run and place > :after and community in (:communities) order by place fetch first :limit rows only")
            .param("run", run).param("after", after).param("communities", values(communities)).param("limit", limit)
            .query(Certificates::read).list();
  }

  long count(UUID run, Set<CommunityId> communities) {
    return communities.isEmpty()
        ? 0
        : jdbc.sql("select count(*) from retention_certificate where run = :run and community in (:communities)").param("run", run)
            .param("communities", values(communities)).query(Long.class).single();
  }

  /** All of a run in their order, one page after the other. */
  List<Certificate> ofRun(UUID run, int after, int limit) {
    return jdbc.sql(ALL + "where run = ? and place > ? order by place fetch first " + limit + " rows only").params(run, after)
        .query(Certificates::read).list();
  }

  /** What a certificate is to the tree of its run: its place, and what it says. */
  record Leaf(RecordingId recording, int place, String body, String hash) {
  }

  /** The same without what stands in them for people, which takes longer to read than all else. */
  List<Leaf> leaves(UUID run, int after, int limit) {
    return jdbc.sql("select recording, place, body, hash from retention_certificate where run = ? and place > ? order by place"
        + " fetch first " + limit + " rows only").params(run, after)
        .query((row, _) -> new Leaf(new RecordingId(row.getObject(1, UUID.class)), row.getInt(2), row.getString(3), row.getString(4)))
        .list();
  }

  /** The leaves of a run's tree in their order. */
  List<byte[]> leaves(UUID run) {
    return jdbc.sql("select body from retention_certificate where run = ? order by place").param(run)
        .query((row, _) -> leaf(row.getString("body"))).list();
  }

  /** Certificates that belong to no run that is known, or to no place of it. */
  List<RecordingId> homeless(int limit) {
    return jdbc.sql("""
        select recording from retention_certificate c where c.place is null or c.run is null
        or not exists (select 1 from retention_run r where r.id = c.run) order by recording fetch first :limit rows only""")
        .param("limit", limit).query((row, _) -> new RecordingId(row.getObject("recording", UUID.class))).list();
  }

  private static List<UUID> values(Set<CommunityId> communities) {
    return communities.stream().map(CommunityId::value).toList();
  }

  private static Certificate read(ResultSet row, int number) throws SQLException {
    var body = row.getString("body");
    return new Certificate(new RecordingId(row.getObject("recording", UUID.class)), new CommunityId(row.getObject("community", UUID.class)),
        row.getObject("run", UUID.class), row.getInt("place"), SqlTime.read(row, "certified_at"), body, row.getString("hash"),
        CertificateText.facts(body));
  }
}
