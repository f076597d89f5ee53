package org.huiyin.retention;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.UUID;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.audit.AuditTrail;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is signed at the end of a run. It says what it is, so that no other signed text can be taken for it. */
final class RootText {
  static final String FORMAT = "huiyin-destruction-run";
  static final String ROOT = "root";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RootText() {
  }

  /** @param previous SHA-256 of the text before it */
  static String of(long number, UUID run, Instant closedAt, int certificates, String root, String previous, AuditTrail.Head audit) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("format", FORMAT);
    fields.put("version", VERSION);
    fields.put("number", number);
    fields.put("run", run.toString());
    fields.put("closedAt", closedAt.toString());
    fields.put("certificates", certificates);
    fields.put(ROOT, root);
    fields.put("previous", previous);
    fields.put("audit", CertificateText.position(audit));
    return JSON.writeValueAsString(fields);
  }

  static String hash(String body) {
    return DigestUtils.sha256Hex(body);
  }

  /** Empty also when the text is no JSON any more, which the check tells. */
  static String field(String body, String name) {
    try {
      return JSON.readTree(body).path(name).asString("");
    } catch (JacksonException _) {
      return "";
    }
  }
}
