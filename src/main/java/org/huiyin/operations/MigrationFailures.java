package org.huiyin.operations;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The database was written by another version of the hotline, most often by a newer one. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class MigrationFailures extends AbstractFailureAnalyzer<FlywayValidateException> {
  @Override
  protected FailureAnalysis analyze(Throwable root, FlywayValidateException cause) {
    String what = String.valueOf(cause.getMessage()).lines().filter(line -> line.contains("igration ")).map(String::strip).findFirst()
        .orElse("");
    return new FailureAnalysis("the database was written by another version of the hotline (" + what + "); nothing was changed in it",
        "start the version that wrote it, or restore the backup made before it ran", cause);
  }
}
