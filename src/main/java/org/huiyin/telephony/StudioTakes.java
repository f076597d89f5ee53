package org.huiyin.telephony;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import org.huiyin.foundation.CallId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Asterisk writes what is recorded for a prompt, for as long as it takes to read it. A file is removed as soon as it was read or its caller has hung
 * up; what a killed service leaves is removed at the next start, and what Asterisk still wrote after that when the next prompt is recorded.
 */
final class StudioTakes {
  private static final Logger log = LoggerFactory.getLogger(StudioTakes.class);
  private static final String ENDING = ".wav";
  /** Longer than such a call may last. */
  private static final Duration STALE = Duration.ofHours(1);

  private final Path folder;
  private final InstantSource clock;

  /** @param folder where Asterisk may write and this process read and remove */
  StudioTakes(Path folder, InstantSource clock) {
    this.clock = clock;
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Removes what a killed process left; no such call is running. */
  void clear() {
    removeOlderThan(Instant.MAX);
  }

  /** Asterisk's name of the recording: without its ending. */
  String name(CallId call) {
    return folder.resolve(call.toString()).toString();
  }

  /** What was recorded; its file is gone then. */
  byte[] take(CallId call) throws IOException {
    var file = file(call);
    try {
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The call is over: nothing of it stays. */
  void forget(CallId call) {
    try {
      Files.deleteIfExists(file(call));
    } catch (IOException e) {
      log.error("What was recorded in studio call {} could not be removed; the next start tries again", call, e);
    }
    removeOlderThan(clock.instant().minus(STALE));
  }

  private Path file(CallId call) {
    return folder.resolve(call + ENDING);
  }

  private void removeOlderThan(Instant moment) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : left) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(moment)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException e) {
      log.error("What was recorded for prompts and not kept could not be removed from {}; the next call tries again", folder, e);
    }
  }
}
