package org.huiyin.operations;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import org.huiyin.retention.TimeSynchronisation;
import org.huiyin.retention.TimeSynchronisationContract;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** The kernel of the machine that runs the tests, whatever it says about its clock. */
class KernelClockTest implements TimeSynchronisationContract {
  private final KernelClock kernel = new KernelClock();

  @Override
  public TimeSynchronisation machine() {
    return kernel;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  /** What a process is shown by libfaketime is not what the kernel says, so a time that is only shown is never confirmed. */
  @Test
  void a_process_that_is_shown_another_time_hears_the_machine_s_from_the_kernel() throws Exception {
    var process = new ProcessBuilder("faketime", "-f", "+63072000s", Path.of(System.getProperty("java.home"), "bin/java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
        KernelClockTest.class.getName()).redirectErrorStream(true);
    process.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    var running = process.start();
    var said = new String(running.getInputStream().readAllBytes(), UTF_8);
    assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said).as(said).startsWith("SHOWN ");
    var shown = Instant.parse(said.split(" ", -1)[1]);
    var real = Instant.parse(said.split(" ", -1)[3].strip());
    assertThat(Duration.between(Instant.now(), shown)).isGreaterThan(Duration.ofDays(729));
    assertThat(Duration.between(real, Instant.now())).isBetween(Duration.ofSeconds(-1), Duration.ofMinutes(1));
  }

  /** The process of the test above. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    System.out.println("SHOWN " + Instant.now() + " KERNEL " + new KernelClock().said().orElseThrow().now());
  }
}
