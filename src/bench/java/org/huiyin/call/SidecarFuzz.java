package org.huiyin.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.PhoneNumber;
import org.huiyin.foundation.PhoneNumber.Presentation;
import org.huiyin.support.SpooledCalls;

/** A sidecar is read as its schema says or refused as broken; what was read makes a call's number and its marks. */
public final class SidecarFuzz {
  private static final CallId CALL = CallId.of("00000000-0000-4000-8000-000000000001");
  private static final Path FILE = file();

  private SidecarFuzz() {
  }

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Files.write(FILE, input);
      start();
      end();
      marks(new String(input, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void start() throws IOException {
    try {
      Sidecar.Start start = Sidecar.Start.read(FILE, CALL);
      PhoneNumber caller = PhoneNumber.of(start.caller(), Presentation.valueOf(start.presentation().toUpperCase(Locale.ROOT)), "CN");
      require(caller.raw().equals(start.caller()) || caller.equals(PhoneNumber.UNKNOWN), "the number is another one");
      require(start.at().getEpochSecond() > 0, "it began before there were telephones");
    } catch (Sidecar.Broken refused) {
      require(refused.getMessage() != null, "why it is broken is said");
    }
  }

  private static void end() throws IOException {
    try {
      Sidecar.End end = Sidecar.End.read(FILE, CALL);
      marks(end.marks());
    } catch (Sidecar.Broken refused) {
      require(refused.getMessage() != null, "why it is broken is said");
    }
  }

  /** Written down and read again they are the same. */
  private static void marks(String text) {
    List<Mark> marks = Marks.parse(text);
    require(Marks.parse(Marks.format(marks)).equals(marks), "marks change when they are written down");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  public static List<byte[]> seeds() {
    var at = java.time.Instant.ofEpochSecond(1_795_000_000);
    return List.of(
        bytes(SpooledCalls.startJson(CALL, at, "13800138000", "allowed")), bytes(SpooledCalls.startJson(CALL, at, "", "unavailable")),
        bytes(SpooledCalls.endJson(CALL, at, "done", "repair", "notice@0-5000;key2@5200-5200;message@9000-15000", 0, 0)),
        bytes(SpooledCalls.endJson(CALL, at, "fallback-message", "", "message@12000-", 1_795_000_000, 1_795_000_009)),
        bytes("notice@0-5000;prompt@5000-;key*@7-6"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path file() {
    try {
      return Files.createTempFile("huiyin-fuzz-", ".sidecar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
