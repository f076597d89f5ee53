package org.huiyin.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.huiyin.foundation.CallId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class AsteriskAccountsTest {
  private static final Instant FROM = Instant.ofEpochSecond(1_700_000_000);
  private static final Instant TO = FROM.plusSeconds(86_400);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final CallId one = CallId.random();
  private final CallId other = CallId.random();

  @Test
  void starts_of_the_time_are_counted_by_call_over_all_files() throws IOException {
    starts("20231114", one + ",1700000000,main-1.1", one + ",1700000009,main-1.1", other + ",1699999999,main-1.2");
    starts("20231115", other + ",1700086399,main-1.3", CallId.random() + ",1700086400,main-1.4", "half a li");
    assertThat(accounts().starts(FROM, TO)).contains(Map.of(one, 2, other, 1));
  }

  @Test
  void answered_calls_are_those_of_the_records_by_their_linked_ids_and_the_recording_of_a_prompt_is_none() throws IOException {
    records(record(one, "ANSWERED", "main-1.1", "1700000005.123456"), record(one, "ANSWERED", "main-1.1", "1700000006.5"),
        record(other, "NO ANSWER", "main-1.2", "1700000007.0"), record(other, "ANSWERED", "main-1.3", "1700099999.0"),
        "\"studio\",\"main-1.8\",\"\",\"\",\"\",\"9\",\"ANSWERED\",\"main-1.8\",\"1700000005.1\"",
        "\"\",\"main-1.9\",\"\",\"\",\"\",\"0\",\"ANSWERED\",\"main-1.9\",\"1700000005.1\"",
        "\"" + other + "\",\"old format\",\"2023-11-14 22:13:20\"");
    assertThat(accounts().answered(FROM, TO)).contains(Map.of(one, Set.of("main-1.1")));
  }

  @Test
  void what_was_not_kept_is_not_taken_for_nothing() throws IOException {
    assertThat(accounts().starts(FROM, TO)).isEmpty();
    assertThat(accounts().answered(FROM, TO)).isEmpty();
    starts("20231101", one + ",1698800000,main-1.1");
    Files.setLastModifiedTime(folder.resolve("starts/20231101.csv"), FileTime.from(FROM.minusSeconds(1)));
    assertThat(accounts().starts(FROM, TO)).isEmpty();
  }

  @Test
  void old_accounts_are_removed_and_nothing_else() throws IOException {
    starts("20230101", one + ",1672531200,main-1.1");
    starts("20231114", one + ",1700000000,main-1.1");
    Files.writeString(folder.resolve("starts/readme"), "x");
    for (var old : List.of("20230101.csv", "readme")) {
      Files.setLastModifiedTime(folder.resolve("starts").resolve(old), FileTime.from(FROM.minusSeconds(100)));
    }
    accounts().forgetBefore(FROM);
    assertThat(folder.resolve("starts")).isDirectoryContaining("glob:**20231114.csv").isDirectoryContaining("glob:**readme")
        .isDirectoryNotContaining("glob:**20230101.csv");
  }

  @Test
  void quotes_and_commas_within_fields_are_read() {
    assertThat(CsvRow.read("\"a\",\"b \"\"c\"\", d\",,\"e\"")).containsExactly("a", "b \"c\", d", "", "e");
    assertThat(CsvRow.read("")).containsExactly("");
    assertThat(CsvRow.read("\"cut off, in the mid")).containsExactly("cut off, in the mid");
  }

  /** Found by Jazzer: the pieces of a line that was written over made a call that there never was. */
  @Test
  void a_quote_within_a_field_does_not_join_its_pieces() throws IOException {
    assertThat(CsvRow.read("\"ab\"cd,ef\"gh\",\"ij\"")).containsExactly("ab\"cd,ef\"gh", "ij");
    assertThat(CsvRow.read("ab\"cd,ef")).containsExactly("ab\"cd", "ef");
    var torn = record(one, "ANSWERED", "main-1.1", "1700000005.123456");
    records(torn.replace("\"" + one, "\"" + one.toString().substring(0, 30) + "\"" + one.toString().substring(30)));
    assertThat(accounts().answered(FROM, TO)).contains(Map.of());
  }

  @Test
  void no_bytes_break_the_reading() throws IOException {
    var random = new Random(7);
    var noise = new byte[20_000];
    random.nextBytes(noise);
    starts("20231114");
    Files.write(folder.resolve("starts/20231114.csv"), noise);
    records();
    Files.write(folder.resolve("calls.csv"), noise);
    assertThatCode(() -> {
      accounts().starts(FROM, TO);
      accounts().answered(FROM, TO);
    }).doesNotThrowAnyException();
  }

  private AsteriskAccounts accounts() {
    return new AsteriskAccounts(folder.resolve("starts"), folder.resolve("calls.csv"));
  }

  private void starts(String day, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("starts"));
    Files.write(folder.resolve("starts").resolve(day + ".csv"), List.of(lines));
  }

  private void records(String... lines) throws IOException {
    Files.write(folder.resolve("calls.csv"), List.of(lines));
  }

  private static String record(CallId call, String disposition, String linked, String start) {
    return String.join(",", List.of("\"" + call + "\"", "\"main-1.1\"", "\"2023-11-14 22:13:25\"", "\"2023-11-14 22:13:25\"",
        "\"2023-11-14 22:14:25\"", "\"60\"", "\"" + disposition + "\"", "\"" + linked + "\"", "\"" + start + "\""));
  }
}
