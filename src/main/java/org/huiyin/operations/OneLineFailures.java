package org.huiyin.operations;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Tells why the service does not start in one line; the launcher hands it on. Spring's own report of many lines is switched off in the settings. */
class OneLineFailures implements FailureAnalysisReporter {
  @Override
  public void report(FailureAnalysis analysis) {
    System.err.println(
        "huiyin: " + oneLine(analysis.getDescription()) + (analysis.getAction() == null ? "" : ": " + oneLine(analysis.getAction())));
  }

  private static String oneLine(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\.$", "");
  }
}
