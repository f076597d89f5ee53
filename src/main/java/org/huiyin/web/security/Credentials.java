package org.huiyin.web.security;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

import org.huiyin.foundation.StaffId;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of web_credential. */
@Component
class Credentials {
  private final JdbcClient jdbc;

  Credentials(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Credential> find(StaffId staff) {
    return jdbc.sql("select password_hash, one_time, one_time_until, generation, changed_at from web_credential where staff_id = ?")
        .param(staff.value()).query((row, index) -> {
          var until = row.getObject("one_time_until", OffsetDateTime.class);
          return new Credential(row.getString("password_hash"), row.getBoolean("one_time"), until == null ? null : until.toInstant(),
              row.getLong("generation"), row.getObject("changed_at", OffsetDateTime.class).toInstant());
        }).optional();
  }

  /** Sets the password and ends every session that began with another. */
  void set(StaffId staff, String hash, boolean oneTime, @Nullable Instant oneTimeUntil, Instant at) {
    int updated = jdbc
        .sql("update web_credential set password_hash = ?, one_time = ?, one_time_until = ?, generation = generation + 1, changed_at = ?"
            + " where staff_id = ?")
        .param(hash).param(oneTime).param(oneTimeUntil == null ? null : utc(oneTimeUntil)).param(utc(at)).param(staff.value()).update();
    if (updated == 0) {
      jdbc.sql("insert into web_credential (staff_id, password_hash, one_time, one_time_until, generation, changed_at)"
          + " values (?, ?, ?, ?, 1, ?)").param(staff.value()).param(hash).param(oneTime)
          .param(oneTimeUntil == null ? null : utc(oneTimeUntil)).param(utc(at)).update();
    }
  }

  void endSessions(StaffId staff) {
    jdbc.sql("update web_credential set generation = generation + 1 where staff_id = ?").param(staff.value()).update();
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /**
   * @param oneTime given by somebody else: good for choosing another only
   * @param generation counts up when every session has to end
   */
  record Credential(String hash, boolean oneTime, @Nullable Instant oneTimeUntil, long generation, Instant changedAt) {
    boolean usableAt(Instant now) {
      return !oneTime || oneTimeUntil == null || now.isBefore(oneTimeUntil);
    }
  }
}
