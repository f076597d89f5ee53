package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.huiyin.support.Patience;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class LogRotationTest {
  private static final long LIMIT = 1000;

  @TempDir
  private Path root;
  private final List<String> told = new ArrayList<>();
  private Home home;
  private LogRotation rotation;

  @BeforeEach
  void make() throws IOException {
    home = new Home(root);
    Files.createDirectories(home.log().resolve("asterisk"));
    rotation = new LogRotation(home, Optional::empty, LIMIT, told::add);
  }

  @Test
  void a_long_log_of_the_service_is_turned_over_while_the_service_writes_it() throws Exception {
    Process service = new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.appendTo(home.serviceLog().toFile())).start();
    try (var out = service.outputWriter()) {
      for (int round = 0; round < 7; round++) {
        String said = ("round " + round + "\n").repeat(200);
        out.write(said);
        out.flush();
        awaitWritten(said.length());
        rotation.look();
      }
      out.write("the last word\n");
    }
    assertThat(service.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEmpty();
    assertThat(Files.readString(home.serviceLog())).isEqualTo("the last word\n");
    for (int copy = 1; copy <= 4; copy++) {
      assertThat(Files.readString(home.log().resolve("service.log." + copy))).isEqualTo(("round " + (7 - copy) + "\n").repeat(200));
    }
    assertThat(home.log().resolve("service.log.5")).doesNotExist();
  }

  @Test
  void a_short_log_stays_as_it_is() throws IOException {
    Files.writeString(home.serviceLog(), "started\n");
    rotation.look();
    assertThat(Files.readString(home.serviceLog())).isEqualTo("started\n");
    assertThat(home.log().resolve("service.log.1")).doesNotExist();
  }

  private void awaitWritten(int bytes) {
    Patience.until("what was written", Duration.ofSeconds(30),
        () -> Files.exists(home.serviceLog()) && Files.size(home.serviceLog()) == bytes);
  }
}
