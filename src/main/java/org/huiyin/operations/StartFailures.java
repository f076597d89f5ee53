package org.huiyin.operations;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** What a module itself says against starting: its message names the remedy already. */
@Order(Ordered.LOWEST_PRECEDENCE)
class StartFailures extends AbstractFailureAnalyzer<IllegalStateException> {
  private static final String SAID_BY_A_MODULE = "The hotline does not start: ";

  @Override
  protected @org.jspecify.annotations.Nullable FailureAnalysis analyze(Throwable root, IllegalStateException cause) {
    String message = String.valueOf(cause.getMessage());
    return message.startsWith(SAID_BY_A_MODULE) ? new FailureAnalysis(message.substring(SAID_BY_A_MODULE.length()), null, cause) : null;
  }
}
