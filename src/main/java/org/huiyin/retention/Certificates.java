package org.huiyin.retention;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.RecordingId;
import org.huiyin.foundation.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What is known for ever about each destruction: a JSON text and its SHA-256, one for each recording. */
@Component
class Certificates {
  private static final int VERSION = 1;

  private final JdbcClient jdbc;
  private final AuditTrail trail;
  private final JsonMapper json = JsonMapper.builder().build();

  Certificates(JdbcClient jdbc, AuditTrail trail) {
    this.jdbc = jdbc;
    this.trail = trail;
  }

  /**
   * In the transaction in which the destruction ends. A second one for the same recording is refused by the table.
   *
   * @param erased the owners of personal data that erased theirs of its call
   * @return the certificate's SHA-256
   */
  String add(RetentionRow row, List<String> erased, UUID run, Instant at) {
    var body = body(row, erased, run, at);
    var hash = DigestUtils.sha256Hex(body);
    jdbc.sql("insert into retention_certificate (recording, community, run, certified_at, body, hash) values (?, ?, ?, ?, ?, ?)")
        .params(row.recording().value(), row.community().value(), run, SqlTime.of(at), body, hash).update();
    return hash;
  }

  /** Those recordings whose certificate is there and says what it said when it was made. */
  Set<RecordingId> sound(Collection<RecordingId> recordings) {
    return recordings.isEmpty()
        ? Set.of()
        : jdbc.sql("select recording, body, hash from retention_certificate where recording in (:ids)")
            .param("ids", recordings.stream().map(RecordingId::value).toList())
            .query((row, _) -> DigestUtils.sha256Hex(row.getString("body")).equals(row.getString("hash"))
                ? new RecordingId(row.getObject("recording", UUID.class))
                : null)
            .list().stream().filter(Objects::nonNull).collect(Collectors.toSet());
  }

  /** The hold was looked for in the transaction that destroyed the key, so the two have one moment. */
  private String body(RetentionRow row, List<String> erased, UUID run, Instant at) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("version", VERSION);
    fields.put("recording", row.recording().toString());
    fields.put("call", row.call().toString());
    fields.put("community", row.community().toString());
    fields.put("callStartedAt", row.callStartedAt().toString());
    fields.put("audioSha256", row.audioHash());
    fields.put("policy", row.policy());
    fields.put("keptUntil", row.until().toString());
    fields.put("cause", row.cause() == null ? "" : row.cause().name());
    fields.put("scheduledAt", Objects.toString(row.steps().scheduled(), ""));
    fields.put("noHoldAt", Objects.toString(row.steps().keyDestroyed(), ""));
    fields.put("keyDestroyedAt", Objects.toString(row.steps().keyDestroyed(), ""));
    fields.put("objectDeletedAt", Objects.toString(row.steps().objectDeleted(), ""));
    fields.put("verifiedAbsentAt", Objects.toString(row.steps().absent(), ""));
    fields.put("alsoErased", erased);
    fields.put("certifiedAt", SqlTime.exact(at).toString());
    fields.put("run", run.toString());
    fields.put("auditAfter", trail.head().seq());
    return json.writeValueAsString(fields);
  }
}
