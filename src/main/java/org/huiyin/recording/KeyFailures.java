package org.huiyin.recording;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Why the service does not start without its key ring, in one line. */
class KeyFailures extends AbstractFailureAnalyzer<KeyRing.Unusable> {
  @Override
  protected FailureAnalysis analyze(Throwable root, KeyRing.Unusable cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
