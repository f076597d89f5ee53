package org.huiyin.retention;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.audit.AuditTrail;
import org.huiyin.foundation.SqlTime;
import org.huiyin.recording.KeyLives;
import org.huiyin.retention.DestructionProof.Facts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The entry of a certificate: a JSON object on one line whose fields have this order. Its bytes are the leaf of the run's tree. {@code certificate.schema.json}
 * describes it; what is added later gets another version, and what was written stays as it is.
 */
final class CertificateText {
  static final String FORMAT = "huiyin-destruction";
  static final String AUDIT = "audit";
  private static final int VERSION = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CertificateText() {
  }

  /**
   * The hold was looked for in the transaction that destroyed the key, so the two have one moment.
   *
   * @param unopenable from when on no backup opens it; empty when it never had a key, so that there is nothing to wait for
   * @param audit the audit's last sealed entry when the certificate was made
   */
  static String of(RetentionRow row, Optional<KeyLives.Unopenable> unopenable, List<String> erased, UUID run, Instant at,
      AuditTrail.Head audit) {
    var steps = row.steps();
    var hold = new LinkedHashMap<String, Object>();
    hold.put("at", text(steps.keyDestroyed()));
    hold.put("result", "none");
    var fields = new LinkedHashMap<String, Object>();
    fields.put("format", FORMAT);
    fields.put("version", VERSION);
    fields.put("recording", row.recording().toString());
    fields.put("call", row.call().toString());
    fields.put("community", row.community().toString());
    fields.put("callStartedAt", row.callStartedAt().toString());
    fields.put("audioSha256", row.audioHash());
    fields.put("policy", row.policy());
    fields.put("policyVersion", steps.policyVersion());
    fields.put("keptUntil", row.until().toString());
    fields.put("cause", row.cause() == null ? "" : row.cause().name());
    fields.put("scheduledAt", text(steps.scheduled()));
    fields.put("holdCheck", hold);
    fields.put("keyDestroyedAt", text(steps.keyDestroyed()));
    fields.put("objectDeletedAt", text(steps.objectDeleted()));
    fields.put("verifiedAbsentAt", text(steps.absent()));
    fields.put("wrappingKey", unopenable.map(KeyLives.Unopenable::wrappingKey).orElse(""));
    fields.put("noBackupOpensItFrom",
        unopenable.map(last -> SqlTime.exact(last.from()).toString()).orElseGet(() -> text(steps.keyDestroyed())));
    fields.put("alsoErased", erased);
    fields.put("certifiedAt", SqlTime.exact(at).toString());
    fields.put("run", run.toString());
    fields.put(AUDIT, position(audit));
    return JSON.writeValueAsString(fields);
  }

  static Map<String, Object> position(AuditTrail.Head audit) {
    var position = new LinkedHashMap<String, Object>();
    position.put("sequence", audit.seq());
    position.put("hash", audit.hash());
    return position;
  }

  /** What stands in it for people; what cannot be read is left out, and the check tells. */
  static Facts facts(String body) {
    var json = read(body);
    var version = json.path("policyVersion");
    return new Facts(Objects.requireNonNullElse(moment(json, "callStartedAt"), Instant.EPOCH), json.path("audioSha256").asString(""),
        json.path("policy").asString(""), version.isInt() ? version.intValue() : null, json.path("cause").asString(""),
        moment(json, "keyDestroyedAt"), moment(json, "verifiedAbsentAt"));
  }

  /** The audit's position; null in certificates of the first version and in what cannot be read. */
  static AuditTrail.@Nullable Head audit(String body) {
    var audit = read(body).path(AUDIT);
    return audit.path("sequence").isIntegralNumber() && audit.path("hash").isString()
        ? new AuditTrail.Head(audit.path("sequence").longValue(), audit.path("hash").asString())
        : null;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) {
      return JSON.createObjectNode();
    }
  }

  private static @Nullable Instant moment(JsonNode json, String field) {
    try {
      var text = json.path(field).asString("");
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeParseException _) {
      return null;
    }
  }

  private static String text(@Nullable Instant moment) {
    return Objects.toString(moment, "");
  }
}
