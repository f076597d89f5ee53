package org.huiyin.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import org.huiyin.foundation.CallId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class CallRecordErasureTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final CallId call = CallId.random();
  private Path records = Path.of("calls.csv");

  @BeforeEach
  void place() {
    records = folder.resolve("calls.csv");
  }

  @Test
  void every_line_of_the_call_is_overwritten_in_place_and_no_other_byte() throws IOException {
    var others = IntStream.range(0, 12_000).mapToObj(i -> line(CallId.random(), i)).toList();
    var lines = new java.util.ArrayList<>(others);
    lines.add(0, line(call, 1));
    lines.add(7000, line(call, 2));
    lines.add("\"not at its beginning\"," + line(call, 3));
    Files.write(records, lines);
    assertThat(Files.size(records)).as("longer than one piece").isGreaterThan(1 << 20);
    var erasure = new CallRecordErasure(records);
    erasure.erase(List.of(call));
    var first = Files.readAllBytes(records);
    erasure.erase(List.of(call));
    assertThat(Files.readAllBytes(records)).as("again changes nothing").isEqualTo(first);
    var expected = new java.util.ArrayList<>(lines);
    expected.set(0, "#".repeat(lines.getFirst().length()));
    expected.set(7000, "#".repeat(lines.get(7000).length()));
    assertThat(Files.readAllLines(records)).isEqualTo(expected);
  }

  @Test
  void what_is_still_being_written_is_left_alone_and_so_is_a_call_that_nobody_knows() throws IOException {
    Files.writeString(records, line(CallId.random(), 1) + "\n" + "\"" + call);
    var before = Files.readString(records);
    new CallRecordErasure(records).erase(List.of(call));
    new CallRecordErasure(records).erase(List.of(CallId.random()));
    assertThat(Files.readString(records)).isEqualTo(before);
  }

  @Test
  void without_a_file_nothing_is_to_be_done() {
    new CallRecordErasure(records).erase(List.of(call));
    assertThat(records).doesNotExist();
  }

  @Test
  void a_link_is_not_followed() throws IOException {
    var elsewhere = folder.resolve("elsewhere");
    Files.write(elsewhere, List.of(line(call, 1)));
    Files.createSymbolicLink(records, elsewhere);
    new CallRecordErasure(records).erase(List.of(call));
    assertThat(Files.readAllLines(elsewhere)).containsExactly(line(call, 1));
  }

  private static String line(CallId call, int position) {
    return "\"" + call + "\",\"main-1." + position
        + "\",\"2026-11-23 14:30:00\",\"2026-11-23 14:30:00\",\"\",\"12\",\"ANSWERED\",\"main-1\",\"1\"";
  }
}
