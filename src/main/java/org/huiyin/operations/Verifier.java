package org.huiyin.operations;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.huiyin.foundation.SelfCheck;
import org.huiyin.foundation.SelfCheck.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Runs the checks one after the other, so that they do not fight for the disk. A check that breaks or never ends is itself a finding. */
@Component
class Verifier implements Verification {
  private static final Logger log = LoggerFactory.getLogger(Verifier.class);
  private static final Duration LONGEST_CHECK = Duration.ofMinutes(30);

  private final List<SelfCheck> checks;
  private final Clock clock;
  private final Duration limit;

  @Autowired
  Verifier(List<SelfCheck> checks, Clock clock) {
    this(checks, clock, LONGEST_CHECK);
  }

  Verifier(List<SelfCheck> checks, Clock clock, Duration limit) {
    this.checks = checks.stream().sorted(Comparator.comparing(SelfCheck::name)).toList();
    this.clock = clock;
    this.limit = limit;
  }

  @Override
  public Report run() {
    return new Report(clock.instant(), checks.stream().map(check -> new Result(check.name(), findings(check))).toList());
  }

  private List<Finding> findings(SelfCheck check) {
    var found = new CompletableFuture<List<Finding>>();
    // Never interrupted: an interrupt would close the embedded database's file under everybody.
    Thread.ofVirtual().name("check-" + check.name()).start(() -> {
      try {
        found.complete(List.copyOf(check.check()));
      } catch (Throwable e) {
        found.completeExceptionally(e);
      }
    });
    try {
      return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      log.error("The check {} failed; what it answers for is not known to be well", check.name(), e.getCause());
      return List.of(new Finding(check.name(), "the check itself failed: " + why(e), "read the service's log, then run the check again"));
    } catch (TimeoutException e) {
      return List.of(new Finding(check.name(), "the check did not come to its end in " + limit.toSeconds() + " s",
          "see whether the disk or the database is overloaded, then run the check again"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of(new Finding(check.name(), "the check was not waited for: this process had to end", "run the check again"));
    }
  }

  /** The kind of the failure only: its text may hold data. */
  private static String why(ExecutionException e) {
    return e.getCause() == null ? "unknown" : e.getCause().getClass().getSimpleName();
  }
}
