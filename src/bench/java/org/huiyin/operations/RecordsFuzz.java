package org.huiyin.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Asterisk's own records: no bytes stop the reading, a line is read as it was written, and what stands in no record is not taken for a call. */
public final class RecordsFuzz {
  private static final Path FOLDER = folder();
  private static final Path RECORDS = FOLDER.resolve("calls.csv");
  private static final Path STARTS = FOLDER.resolve("starts");
  private static final Instant FROM = Instant.EPOCH;
  private static final Instant TO = Instant.ofEpochSecond(100_000_000_000L);

  private RecordsFuzz() {
  }

  public static void fuzzerTestOneInput(byte[] input) {
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<String> fields = Arrays.asList(text.split("\n", -1));
    require(CsvRow.read(written(fields)).equals(fields), "what was written in quotes is read as something else");
    text.lines().forEach(line -> require(!CsvRow.read(line).isEmpty(), "a line without a field"));
    try {
      Files.write(RECORDS, input);
      Files.write(STARTS.resolve("20261123.csv"), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    AsteriskAccounts accounts = new AsteriskAccounts(STARTS, RECORDS);
    var answered = accounts.answered(FROM, TO).orElseThrow();
    require(answered.values().stream().noneMatch(java.util.Set::isEmpty), "an answered call without a linked id");
    require(answered.keySet().stream().allMatch(call -> text.contains(call.toString())), "a call out of nothing");
    require(accounts.starts(FROM, TO).orElseThrow().keySet().stream().allMatch(call -> text.contains(call.toString())),
        "a start out of nothing");
  }

  private static String written(List<String> fields) {
    return fields.stream().map(field -> '"' + field.replace("\"", "\"\"") + '"').collect(Collectors.joining(","));
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  public static List<byte[]> seeds() {
    String id = "6f4631cc-efe7-4138-8906-5005f1aec624";
    return List.of(
        bytes("\"" + id + "\",\"main-1.1\",\"s\",\"a\",\"e\",\"60\",\"ANSWERED\",\"main-1.1\",\"1700000005.123456\"\n"),
        bytes(id + ",1700000000,main-1.1\n" + id + ",1700000000"),
        bytes("\"a\",\"b \"\"c\"\", d\",,\"e\"\n\"cut off, in the mid"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("huiyin-fuzz-");
      Files.createDirectory(folder.resolve("starts"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
