package org.huiyin.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.huiyin.resident.Sound;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Asterisk left of one call in the spool. */
public record SpooledCall(Path base, JsonNode start, JsonNode end, Sound caller, Sound staff) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Waits until the call with this SIP Call-ID has ended and its files are closed. */
  public static SpooledCall await(Path spool, String sipCallId) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      Optional<SpooledCall> call = find(spool, sipCallId);
      if (call.isPresent()) {
        return call.get();
      }
      LockSupport.parkNanos(50_000_000);
    }
    throw new AssertionError("no whole call " + sipCallId + " in " + spool + ": " + list(spool));
  }

  /** Writes a sound as a prompt that Asterisk plays by the name {@code huiyin/zh/<id>}. */
  public static void prompt(TestAsterisk asterisk, String id, Sound sound) {
    short[] samples = sound.samples();
    ByteBuffer bytes = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    Path file = asterisk.settings().home().sounds().resolve("zh/" + id + ".wav");
    try {
      Files.createDirectories(file.getParent());
      AudioSystem.write(
          new AudioInputStream(new ByteArrayInputStream(bytes.array()), new AudioFormat(Sound.RATE, 16, 1, true, false), samples.length),
          AudioFileFormat.Type.WAVE, file.toFile());
      Files.setAttribute(file.getParent(), "unix:mode", 0755);
      Files.setAttribute(file, "unix:mode", 0644);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every file under the folder, by its path within it. */
  public static List<String> list(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The start sidecar of a call that may still run. */
  public static Optional<Path> startOf(Path spool, String sipCallId) {
    return list(spool).stream().filter(name -> name.endsWith(".start")).map(spool::resolve)
        .filter(file -> read(file).contains("\"" + sipCallId + "\""))
        .findFirst();
  }

  private static Optional<SpooledCall> find(Path spool, String sipCallId) {
    return startOf(spool, sipCallId).flatMap(start -> {
      Path base = start.resolveSibling(start.getFileName().toString().replace(".start", ""));
      Path end = Path.of(base + ".end");
      if (!Files.exists(end) || !closed(Path.of(base + "-caller.wav")) || !closed(Path.of(base + "-staff.wav"))) {
        return Optional.empty();
      }
      try {
        return Optional.of(new SpooledCall(base, json(start), json(end), Sound.read(Path.of(base + "-caller.wav")),
            Sound.read(Path.of(base + "-staff.wav"))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  /** A sidecar is one line of strict JSON. */
  private static JsonNode json(Path file) {
    String text = read(file);
    if (text.indexOf('\n') != text.length() - 1) {
      throw new AssertionError("not one line: " + text);
    }
    return JsonMapper.shared().readTree(text);
  }

  private static boolean closed(Path wav) {
    if (!Files.exists(wav)) {
      return false;
    }
    try (var file = new RandomAccessFile(wav.toFile(), "r")) {
      byte[] header = new byte[8];
      file.readFully(header);
      int size = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
      return size > 36 && size == file.length() - 8;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
