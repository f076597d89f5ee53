package org.huiyin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

import org.huiyin.foundation.CallId;

/** Leaves files in the spool as the dialplan does. */
public record SpooledCalls(Path spool, String day) {
  public SpooledCalls(Path spool) {
    this(spool, "20261123");
  }

  public Path file(CallId call, String suffix) {
    return spool.resolve(day).resolve(call + suffix);
  }

  public Path start(CallId call, Instant at) {
    return start(call, at, "13800138000", "allowed");
  }

  public Path start(CallId call, Instant at, String caller, String presentation) {
    return write(file(call, ".start"), startJson(call, at, caller, presentation));
  }

  public static String startJson(CallId call, Instant at, String caller, String presentation) {
    return """
        {"callId":"%s","channel":"PJSIP/resident-00000001","uniqueId":"h-1700000000.1","sipCallId":"1-77@127.0.0.1","caller":"%s",\
        "presentation":"%s","dialled":"12345","start":%d}
        """.formatted(call, caller, presentation, at.getEpochSecond());
  }

  public Path end(CallId call, Instant at) {
    return end(call, at, "done", "repair", "notice@0-5000;key2@5200-5200;message@9000-15000");
  }

  public Path end(CallId call, Instant at, String stage, String choice, String marks) {
    return write(file(call, ".end"), endJson(call, at, stage, choice, marks, 0, 0));
  }

  public static String endJson(CallId call, Instant at, String stage, String choice, String marks, long fallbackFrom, long fallbackTo) {
    return String.format(Locale.ROOT,
        """
            {"callId":"%s","end":%d,"stage":"%s","choice":"%s","language":"zh","notice":"n1","menu":"default-0f1e2d3c4b5a","marks":"%s","done":"1","agi":"SUCCESS","cause":"16",\
            "fallbackFrom":%d,"fallbackTo":%d}
            """,
        call, at.getEpochSecond(), stage, choice, marks, fallbackFrom, fallbackTo);
  }

  public Path write(Path file, String text) {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  public Path write(Path file, byte[] bytes) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
