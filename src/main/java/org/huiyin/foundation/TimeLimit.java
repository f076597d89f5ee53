package org.huiyin.foundation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The longest that a step may hold up what matters more, such as a running call. The step runs on a thread of its own; when it fails or takes
 * longer, the caller goes on without it and the log says what that means.
 *
 * <p>A step that was given up is not interrupted (an interrupt closes the embedded database's file under everybody): it may still come to its end,
 * so it has to be one that a sweep can repeat.
 */
public record TimeLimit(Duration limit) {
  private static final Logger log = LoggerFactory.getLogger(TimeLimit.class);
  /** Platform threads: a virtual one that waits for a file holds the carrier that a call needs. */
  private static final Executor STEPS = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("step-", 0).factory());

  public TimeLimit {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a time limit is longer than nothing");
    }
  }

  public static TimeLimit of(Duration limit) {
    return new TimeLimit(limit);
  }

  /**
   * Runs the step.
   *
   * @param what the step with the id it is about, for the log: {@code "Opening the ticket of call 3f..."}; never personal data
   * @param consequence what happens without it: {@code "the sweep opens it"}
   * @return its result, or empty when it failed, took too long or the waiting thread was interrupted
   */
  public <T> Optional<T> call(String what, String consequence, Callable<T> step) {
    var result = new CompletableFuture<T>();
    STEPS.execute(() -> complete(result, step));
    try {
      return Optional.ofNullable(result.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      log.warn("{} failed; {}", what, consequence, e.getCause());
    } catch (TimeoutException _) {
      log.warn("{} took longer than {} ms and is not waited for; {}", what, limit.toMillis(), consequence);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      log.warn("{} is not waited for: this thread has to end; {}", what, consequence);
    }
    return Optional.empty();
  }

  /** The same for a step without a result: whether it came to its end in time. */
  public boolean run(String what, String consequence, Runnable step) {
    return call(what, consequence, () -> {
      step.run();
      return true;
    }).isPresent();
  }

  private static <T> void complete(CompletableFuture<T> result, Callable<T> step) {
    try {
      result.complete(step.call());
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }
}
