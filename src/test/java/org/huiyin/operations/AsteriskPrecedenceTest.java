package org.huiyin.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.huiyin.operations.SystemState.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AsteriskPrecedenceTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;
  @SuppressWarnings("NullAway.Init")
  private AsteriskPrecedence precedence;

  @BeforeEach
  void asterisk() {
    precedence = new AsteriskPrecedence(folder.resolve("asterisk.pid"), folder);
  }

  @ParameterizedTest
  @CsvSource({"0, ordinary, WARNING", "1, ok, OK", "2, ok, OK", "5, ordinary, WARNING"})
  void an_asterisk_that_waits_for_its_turn_is_told_of(int policy, String situation, State state) throws IOException {
    Files.writeString(folder.resolve("asterisk.pid"), "4242 1700000000000\n");
    Files.createDirectories(folder.resolve("4242"));
    Files.writeString(folder.resolve("4242/stat"), "4242 (a) 1 (b) S" + " 7".repeat(37) + " " + policy + " 0 0 0\n");
    assertThat(precedence.look()).satisfies(reading -> {
      assertThat(reading.situation()).isEqualTo(situation);
      assertThat(reading.state()).isEqualTo(state);
    });
  }

  /** What the kernel of this machine says of this very process, which nobody gave any precedence. */
  @Test
  void the_kernels_own_words_are_understood() throws IOException {
    Files.writeString(folder.resolve("asterisk.pid"), ProcessHandle.current().pid() + " 0\n");
    assertThat(new AsteriskPrecedence(folder.resolve("asterisk.pid"), Path.of("/proc")).look().situation()).isEqualTo("ordinary");
  }

  @Test
  void of_an_asterisk_that_the_supervisor_did_not_start_nothing_is_known() {
    assertThat(precedence.look().situation()).isEqualTo("unknown");
  }
}
