package org.huiyin.web.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

@Order(Ordered.HIGHEST_PRECEDENCE)
class TlsFailures extends AbstractFailureAnalyzer<TlsProblem> {
  @Override
  protected FailureAnalysis analyze(Throwable root, TlsProblem problem) {
    return new FailureAnalysis(String.valueOf(problem.getMessage()), problem.remedy(), problem);
  }
}
