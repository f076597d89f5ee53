package org.huiyin.operations;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.huiyin.foundation.SelfCheck;
import org.junit.jupiter.api.Test;
import org.springframework.boot.DefaultApplicationArguments;

import static org.assertj.core.api.Assertions.assertThat;

class VerifierTest {
  private static final SelfCheck WELL = check("well", List::of);
  private static final SelfCheck WRONG = check("store-hashes",
      () -> List.of(new SelfCheck.Finding("recording:7", "its hash differs", "restore it from a backup")));
  private static final SelfCheck BROKEN = check("broken", () -> {
    throw new IllegalStateException("caller 13800138000");
  });

  @Test
  void every_check_is_reported_in_the_order_of_the_names() {
    var report = verifier(WELL, WRONG).run();
    assertThat(report.checks()).extracting(Verification.Result::name).containsExactly("store-hashes", "well");
    assertThat(report.holds()).isFalse();
    assertThat(verifier(WELL).run().holds()).isTrue();
  }

  @Test
  void a_check_that_breaks_is_a_finding_and_does_not_hide_the_others() {
    var report = verifier(BROKEN, WRONG).run();
    assertThat(report.checks()).hasSize(2);
    var finding = report.checks().getFirst().findings().getFirst();
    assertThat(finding.subject()).isEqualTo("broken");
    assertThat(finding.what()).contains("IllegalStateException").doesNotContain("13800138000");
    assertThat(report.checks().getLast().findings()).hasSize(1);
  }

  @Test
  void a_check_that_never_ends_is_a_finding() {
    var never = new CountDownLatch(1);
    var hanging = check("hanging", () -> {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return List.of();
    });
    var report = new Verifier(List.of(hanging), Clock.systemUTC(), Duration.ofMillis(200)).run();
    never.countDown();
    assertThat(report.checks().getFirst().findings().getFirst().what()).contains("did not come to its end");
  }

  @Test
  void the_headless_run_prints_ids_and_ends_with_one_when_something_is_wrong() {
    var printed = new ByteArrayOutputStream();
    var run = new HeadlessVerification(verifier(WELL, WRONG), new PrintStream(printed, true, StandardCharsets.UTF_8));
    run.run(new DefaultApplicationArguments());
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("holds  well").contains("WRONG  store-hashes")
        .contains("recording:7: its hash differs; restore it from a backup");
    assertThat(run.getExitCode()).isEqualTo(1);
  }

  @Test
  void the_headless_run_ends_with_zero_only_when_something_was_checked_and_holds() {
    assertThat(exitCode(verifier(WELL))).isZero();
    assertThat(exitCode(verifier())).isEqualTo(1);
  }

  private static int exitCode(Verification verification) {
    var run = new HeadlessVerification(verification, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
    run.run(new DefaultApplicationArguments());
    return run.getExitCode();
  }

  private static Verifier verifier(SelfCheck... checks) {
    return new Verifier(List.of(checks), Clock.systemUTC(), Duration.ofSeconds(10));
  }

  private static SelfCheck check(String name, Supplier<List<SelfCheck.Finding>> findings) {
    return new SelfCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Finding> check() {
        return findings.get();
      }
    };
  }
}
