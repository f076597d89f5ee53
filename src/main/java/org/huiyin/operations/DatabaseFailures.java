package org.huiyin.operations;

import java.sql.SQLException;
import java.util.stream.Stream;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Why the database cannot be opened, and what to do. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseFailures extends AbstractFailureAnalyzer<SQLException> {
  private static final int H2_LOCKED = 90_020;
  private static final int H2_WRONG_USER = 28_000;
  private static final String CONNECTION = "08";

  @Override
  protected @org.jspecify.annotations.Nullable FailureAnalysis analyze(Throwable root, SQLException cause) {
    return Stream.<Throwable>iterate(cause, java.util.Objects::nonNull, Throwable::getCause).filter(SQLException.class::isInstance)
        .map(SQLException.class::cast).map(DatabaseFailures::explain).filter(java.util.Objects::nonNull).findFirst().orElse(null);
  }

  private static @org.jspecify.annotations.Nullable FailureAnalysis explain(SQLException e) {
    if (e.getErrorCode() == H2_LOCKED) {
      return new FailureAnalysis("the database is locked by another process",
          "stop the other service of this HUIYIN_HOME (./huiyin status shows it), then start again", e);
    }
    if (e.getErrorCode() == H2_WRONG_USER || String.valueOf(e.getSQLState()).startsWith("28")) {
      return new FailureAnalysis("the database refuses the user or the password", "check HUIYIN_DB_URL", e);
    }
    if (String.valueOf(e.getSQLState()).startsWith(CONNECTION)) {
      return new FailureAnalysis("the database cannot be reached", "check that it runs and that HUIYIN_DB_URL names it", e);
    }
    return null;
  }
}
