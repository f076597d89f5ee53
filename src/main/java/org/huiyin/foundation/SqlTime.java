package org.huiyin.foundation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/** Moments as both databases take them: in UTC, whole microseconds. */
public final class SqlTime {
  private SqlTime() {
  }

  /** For a statement's parameter. */
  public static OffsetDateTime of(Instant moment) {
    return OffsetDateTime.ofInstant(exact(moment), ZoneOffset.UTC);
  }

  /** What comes back when the moment is stored and read again. */
  public static Instant exact(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MICROS);
  }

  public static Instant read(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
    var moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant();
  }
}
