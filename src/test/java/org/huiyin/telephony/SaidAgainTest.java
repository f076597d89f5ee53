package org.huiyin.telephony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.huiyin.foundation.CallId;
import org.huiyin.telephony.CallSession.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SaidAgainTest {
  private static final int HEADER = 44;
  private static final int SECOND = 16_000;

  @TempDir
  Path folder;

  private final CallId call = CallId.random();

  @Test
  void a_copy_holds_the_pieces_in_their_order_with_a_little_around_them_and_goes_when_it_was_played() throws IOException {
    var said = new SaidAgain(folder.resolve("said"));
    Path file;
    try (var copy = said.copy(call, leg(10 * SECOND), List.of(piece(1000, 2000), piece(5000, 5500)))) {
      file = Path.of(copy.sound() + ".sln");
      var bytes = Files.readAllBytes(file);
      assertThat(bytes).hasSize((1600 + 1100) * 16);
      assertThat(bytes[0]).isEqualTo(value(700 * 16));
      assertThat(bytes[1600 * 16]).isEqualTo(value(4700 * 16));
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void what_is_not_written_yet_is_left_out() throws IOException {
    try (var copy = new SaidAgain(folder.resolve("said")).copy(call, leg(SECOND), List.of(piece(100, 5000)))) {
      assertThat(Path.of(copy.sound() + ".sln")).hasSize(SECOND);
    }
    assertThat(SaidAgain.recorded(leg(SECOND))).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void what_a_killed_process_left_is_removed_at_the_next_start() throws IOException {
    var left = Files.createDirectories(folder.resolve("said")).resolve(call + ".sln");
    Files.write(left, new byte[100]);
    new SaidAgain(folder.resolve("said")).clear();
    assertThat(left).doesNotExist();
    new SaidAgain(folder.resolve("never")).clear();
  }

  @Test
  void only_the_calls_own_recording_is_read() throws IOException {
    assertThat(SaidAgain.leg(call, "/spool/20261123/" + call)).isEqualTo(Path.of("/spool/20261123/" + call + "-caller.wav"));
    for (var other : List.of("", "spool/" + call, "/spool/" + CallId.random(), "/etc/passwd")) {
      assertThatThrownBy(() -> SaidAgain.leg(call, other)).isInstanceOf(NoSuchFileException.class);
    }
  }

  private Path leg(int length) throws IOException {
    var bytes = new byte[HEADER + length];
    for (int i = 0; i < length; i++) {
      bytes[HEADER + i] = value(i);
    }
    return Files.write(folder.resolve(call + "-caller.wav"), bytes);
  }

  private static byte value(int at) {
    return (byte) (at / 16 % 251);
  }

  private static Piece piece(long from, long to) {
    return new Piece(Duration.ofMillis(from), Duration.ofMillis(to));
  }
}
