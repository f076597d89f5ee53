package org.huiyin.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.foundation.SqlTime;
import org.jspecify.annotations.Nullable;

/** A row of the log as it is stored, and the hash that binds it to its place in the chain. */
record LogRow(UUID id, Instant at, String actor, String act, String subject, @Nullable UUID community, String details) {
  static final String COLUMNS = "e.id, e.at, e.actor, e.act, e.subject, e.community, e.details";
  /** The hash before the first. */
  static final String BEGINNING = "0".repeat(64);
  private static final int FORMAT = 1;

  static LogRow read(ResultSet row) throws SQLException {
    return new LogRow(row.getObject("id", UUID.class), SqlTime.read(row, "at"), row.getString("actor"), row.getString("act"),
        row.getString("subject"), row.getObject("community", UUID.class), row.getString("details"));
  }

  /** SHA-256 over the format's number, the place, the hash before (as text) and each field as its length in bytes and its bytes in UTF-8. */
  String hashAt(long seq, String previous) {
    var bytes = new ByteArrayOutputStream(512);
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeLong(seq);
      for (var field : new String[]{previous, id.toString(), at.toString(), actor, act, subject,
          community == null ? "" : community.toString(), details}) {
        var utf8 = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DigestUtils.sha256Hex(bytes.toByteArray());
  }
}
