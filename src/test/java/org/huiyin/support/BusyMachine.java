package org.huiyin.support;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * For tests that measure sound in real time. Asterisk throws away what comes to it more than 100 ms late, so a machine that had more to do than it could says
 * nothing about the hotline. A test that failed is tried again, twice at most, if the machine was seen to be too busy while it ran; on one that was not, the
 * first failure counts. Each trial that does not count is printed.
 */
public final class BusyMachine implements InvocationInterceptor {
  private static final int TRIALS = 3;
  /** A thread that woke so much later than it asked for. */
  private static final Duration LATE = Duration.ofMillis(60);
  /** The share of the time in which something was ready to run, or waited for the disk, and had to wait. */
  private static final double WAITED = 0.1;
  private static final Pattern TOTAL = Pattern.compile("some .*total=(\\d+)");
  /** The ninth word of the first line: what a host took from this machine for others, in hundredths of a second (proc_stat(5)). */
  private static final Pattern STOLEN = Pattern.compile("cpu +(?:\\d+ +){7}(\\d+)");

  @Override
  public void interceptTestMethod(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test, ExtensionContext context)
      throws Throwable {
    tried(invocation, test, context);
  }

  @Override
  public void interceptTestTemplateMethod(Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test,
      ExtensionContext context)
      throws Throwable {
    tried(invocation, test, context);
  }

  private static void tried(Invocation<@Nullable Void> first, ReflectiveInvocationContext<Method> test, ExtensionContext context)
      throws Throwable {
    for (int trial = 1;; trial++) {
      var look = new Look();
      try {
        if (trial == 1) {
          first.proceed();
        } else {
          ReflectionSupport.invokeMethod(test.getExecutable(), test.getTarget().orElse(null), test.getArguments().toArray());
        }
        return;
      } catch (AssertionError e) {
        String busy = look.busy();
        if (trial == TRIALS || busy.isEmpty()) {
          throw e;
        }
        System.out
            .println(context.getDisplayName() + ", trial " + trial + ", does not count: " + busy + ". It failed by " + e.getMessage());
      } finally {
        look.end();
      }
    }
  }

  /** What the machine did to others while a test ran. */
  private static final class Look {
    private final long begun = System.nanoTime();
    private final long processors = waited("cpu");
    private final long disks = waited("io");
    private final Duration stolen = stolen();
    private final Thread sleeper = Thread.ofPlatform().daemon().name("sleeper").start(this::sleep);
    private volatile long latest;

    private void sleep() {
      try {
        while (true) {
          long asked = System.nanoTime() + Duration.ofMillis(10).toNanos();
          Thread.sleep(10);
          latest = Math.max(latest, System.nanoTime() - asked);
        }
      } catch (InterruptedException e) {
        // the test is over
      }
    }

    /** In words; empty on a machine that had time for everything. */
    String busy() {
      double micros = (System.nanoTime() - begun) / 1000.0;
      double cpu = (waited("cpu") - processors) / micros;
      double io = (waited("io") - disks) / micros;
      var taken = stolen().minus(stolen);
      return latest >= LATE.toNanos() || taken.compareTo(LATE) >= 0 || cpu > WAITED || io > WAITED
          ? """
              the machine let a thread sleep %d ms too long, lost %d ms to its host, and had work waiting for a processor in %.0f %% of the time, \
              for a disk in %.0f %%"""
              .formatted(Duration.ofNanos(latest).toMillis(), taken.toMillis(), 100 * cpu, 100 * io)
          : "";
    }

    void end() {
      sleeper.interrupt();
    }

    /** Microseconds since the start of the machine (Linux: Documentation/accounting/psi.rst); 0 where that is not told. */
    private static long waited(String what) {
      return told(Path.of("/proc/pressure", what), TOTAL);
    }

    private static Duration stolen() {
      return Duration.ofMillis(10 * told(Path.of("/proc/stat"), STOLEN));
    }

    private static long told(Path file, Pattern number) {
      try {
        var matcher = number.matcher(Files.readString(file));
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
      } catch (IOException e) {
        return 0;
      }
    }
  }
}
