package org.huiyin.foundation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(10)
class TimeLimitTest {
  @Test
  void a_step_in_time_gives_its_result() {
    assertThat(TimeLimit.of(Duration.ofSeconds(5)).call("Adding", "nothing is added", () -> 40 + 2)).contains(42);
    assertThat(TimeLimit.of(Duration.ofSeconds(5)).run("Doing", "nothing is done", () -> {
    })).isTrue();
  }

  @Test
  void a_failing_step_is_logged_with_its_consequence_and_the_caller_goes_on(CapturedOutput output) {
    var result = TimeLimit.of(Duration.ofSeconds(5)).call("Opening the row of call 7", "the sweep opens it", () -> {
      throw new java.io.IOException("database away");
    });
    assertThat(result).isEmpty();
    assertThat(output).contains("Opening the row of call 7 failed; the sweep opens it").contains("database away");
  }

  @Test
  void even_an_error_is_only_a_failed_step() {
    assertThat(TimeLimit.of(Duration.ofSeconds(5)).run("Diving", "it stays dry", () -> {
      throw new StackOverflowError();
    })).isFalse();
  }

  @Test
  void a_hanging_step_is_given_up_at_the_limit_and_not_interrupted(CapturedOutput output) throws InterruptedException {
    var release = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var began = System.nanoTime();
    var result = TimeLimit.of(Duration.ofMillis(100)).call("Waiting", "nobody waits", () -> {
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted.set(true);
      }
      ended.countDown();
      return 1;
    });
    assertThat(result).isEmpty();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(95), Duration.ofSeconds(3));
    assertThat(output).contains("Waiting took longer than 100 ms and is not waited for; nobody waits");
    release.countDown();
    assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted).isFalse();
  }

  @Test
  void no_time_at_all_is_not_a_limit() {
    assertThatIllegalArgumentException().isThrownBy(() -> TimeLimit.of(Duration.ZERO));
  }
}
