package org.huiyin.operations;

import java.io.PrintStream;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** {@code huiyin verify} while the service is stopped: the profile {@code verify} starts nothing but what the checks need, prints what is wrong and ends. */
@Component
@Profile("verify")
@Order(Ordered.LOWEST_PRECEDENCE) // nothing may fail after the report has said that all holds
class HeadlessVerification implements ApplicationRunner, ExitCodeGenerator {
  private final Verification verification;
  private final PrintStream out;
  private boolean holds;

  @Autowired
  HeadlessVerification(Verification verification) {
    this(verification, System.out);
  }

  HeadlessVerification(Verification verification, PrintStream out) {
    this.verification = verification;
    this.out = out;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    var report = verification.run();
    for (var check : report.checks()) {
      out.println((check.findings().isEmpty() ? "holds  " : "WRONG  ") + check.name());
      check.findings().forEach(finding -> out.println("         " + finding.subject() + ": " + finding.what() + "; " + finding.remedy()));
    }
    if (report.checks().isEmpty()) {
      out.println("WRONG  no check was run at all");
    }
    holds = report.holds() && !report.checks().isEmpty();
  }

  @Override
  public int getExitCode() {
    return holds ? 0 : 1;
  }
}
