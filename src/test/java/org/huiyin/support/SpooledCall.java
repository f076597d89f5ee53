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
import java.util.function.Supplier;
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

  /** What Asterisk wrote of a call at its begin and its end. */
  public record Sidecars(Path base, JsonNode start, JsonNode end) {
  }

  /** Waits until the call with this SIP Call-ID has ended and its files are closed, with something in both. */
  public static SpooledCall await(Path spool, String sipCallId) {
    return await(spool, sipCallId, () -> find(spool, sipCallId));
  }

  /** Waits until the call has ended of which nothing had to be recorded: whether its files hold a few frames or none is left open. */
  public static Sidecars awaitUnrecorded(Path spool, String sipCallId) {
    return await(spool, sipCallId, () -> sidecars(spool, sipCallId));
  }

  private static <T> T await(Path spool, String sipCallId, Supplier<Optional<T>> looking) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < until) {
      Optional<T> found = looking.get();
      if (found.isPresent()) {
        return found.get();
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
    return sidecars(spool, sipCallId).flatMap(call -> {
      Path caller = Path.of(call.base() + "-caller.wav");
      Path staff = Path.of(call.base() + "-staff.wav");
      if (!closed(caller) || !closed(staff)) {
        return Optional.empty();
      }
      try {
        return Optional.of(new SpooledCall(call.base(), call.start(), call.end(), Sound.read(caller), Sound.read(staff)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  private static Optional<Sidecars> sidecars(Path spool, String sipCallId) {
    return startOf(spool, sipCallId).flatMap(start -> {
      Path base = start.resolveSibling(start.getFileName().toString().replace(".start", ""));
      Path end = Path.of(base + ".end");
      return Files.exists(end) && read(end).endsWith("\n") ? Optional.of(new Sidecars(base, json(start), json(end))) : Optional.empty();
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
