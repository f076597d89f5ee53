package org.huiyin.operations;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.huiyin.retention.TimeSynchronisation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Asks the Linux kernel, by the call with which chrony, ntpd and systemd-timesyncd tell it: {@code adjtimex} that sets nothing. The kernel itself forgets that
 * it is synchronised as soon as anybody sets the clock by hand, and when it has not been told so for hours. It answers with its own clock, which is not the one
 * that libfaketime shows to a process.
 */
@Component
class KernelClock implements TimeSynchronisation {
  private static final Logger log = LoggerFactory.getLogger(KernelClock.class);
  /** {@code struct timex} of 64-bit Linux, see {@code linux/timex.h}. */
  private static final long SIZE = 208;
  private static final long MAX_ERROR = 24;
  private static final long STATUS = 40;
  private static final long SECONDS = 72;
  private static final long FRACTION = 80;
  private static final int STA_UNSYNC = 0x40;
  private static final int STA_NANO = 0x2000;
  private static final int TIME_ERROR = 5;

  private final @Nullable MethodHandle adjtimex = find();

  /** The service is started with access to native code: the embedded libraries need it too. */
  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle find() {
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES || !System.getProperty("os.name", "").equals("Linux")) {
      return null;
    }
    var linker = Linker.nativeLinker();
    return linker.defaultLookup().find("adjtimex")
        .map(function -> linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))).orElse(null);
  }

  @Override
  public Optional<Statement> said() {
    if (adjtimex == null) {
      return Optional.empty();
    }
    try (var arena = Arena.ofConfined()) {
      // All zero: no mode, so nothing is set.
      var timex = arena.allocate(SIZE, Long.BYTES);
      int state = (int) adjtimex.invokeExact(timex);
      return state < 0 ? Optional.empty() : Optional.of(statement(state, timex));
    } catch (Throwable e) {
      log.debug("The kernel does not say whether its clock is kept right", e);
      return Optional.empty();
    }
  }

  private static Statement statement(int state, MemorySegment timex) {
    int status = timex.get(ValueLayout.JAVA_INT, STATUS);
    var unit = (status & STA_NANO) != 0 ? ChronoUnit.NANOS : ChronoUnit.MICROS;
    var now = Instant.ofEpochSecond(timex.get(ValueLayout.JAVA_LONG, SECONDS)).plus(timex.get(ValueLayout.JAVA_LONG, FRACTION), unit);
    return new Statement(now, state != TIME_ERROR && (status & STA_UNSYNC) == 0,
        Duration.of(timex.get(ValueLayout.JAVA_LONG, MAX_ERROR), ChronoUnit.MICROS));
  }
}
