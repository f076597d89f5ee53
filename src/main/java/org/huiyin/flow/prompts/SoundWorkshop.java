package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.huiyin.flow.prompts.SoundFile.Decoded;
import org.huiyin.flow.prompts.UnusableSound.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a community's own sounds while the hotline runs, out of words or out of a recording that somebody uploaded. */
public final class SoundWorkshop {
  /** The largest file that is taken, in bytes. */
  public static final int LARGEST = 10 * 1024 * 1024;
  /** The most characters that are spoken. */
  public static final int MOST_WORDS = 300;
  private static final Logger log = LoggerFactory.getLogger(SoundWorkshop.class);
  private static final Duration SHORTEST = Duration.ofMillis(300);
  /** A little more than the longest prompt: what is longer is not decoded any further, however long it says it is. */
  private static final int DECODED_SECONDS = 90;
  private static final Path NOWHERE = Path.of("/dev/null");
  /** Calls go first. */
  private static final int AT_ONCE = 2;
  private static final long WAIT_SECONDS = 20;

  private final SpeechEngine engine;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** @param speechCommand see {@link SpeechEngine}; empty for the default */
  public SoundWorkshop(String speechCommand) {
    this.engine = new SpeechEngine(speechCommand.isBlank() ? SpeechEngine.DEFAULT : speechCommand);
  }

  /** @throws UnusableSound when it cannot be said, or takes too long to say */
  public Recorded spoken(Prompt prompt) throws IOException {
    if (prompt.text().length() > MOST_WORDS || prompt.text().chars().anyMatch(Character::isISOControl)) {
      throw new UnusableSound(Kind.NO_WORDS, MOST_WORDS);
    }
    return made(prompt, Kind.NOT_SPOKEN, scratch -> {
      var spoken = scratch.resolve("spoken.wav");
      engine.speak(prompt, spoken);
      return Conversion.wide(spoken, 1, scratch.resolve("raw.wav"), "converting what was spoken");
    });
  }

  /**
   * @param file WAV, MP3, FLAC, AIFF, AMR, CAF, AU or Ogg Vorbis, any rate, any number of channels
   * @throws UnusableSound when it is no recording, or not one that callers can listen to
   */
  public Recorded converted(Prompt prompt, byte[] file) throws IOException {
    return converted(prompt, file, SoundFile.FULL);
  }

  /**
   * The same for what came over a telephone line.
   *
   * @param wav 8,000 samples a second
   * @throws UnusableSound when callers could not listen to it
   */
  public Recorded telephoned(Prompt prompt, byte[] wav) throws IOException {
    return converted(prompt, wav, SoundFile.FULL_LINE);
  }

  private Recorded converted(Prompt prompt, byte[] file, int full) throws IOException {
    if (file.length == 0) {
      throw new UnusableSound(Kind.EMPTY);
    }
    if (file.length > LARGEST) {
      throw new UnusableSound(Kind.TOO_BIG, LARGEST / 1024 / 1024);
    }
    var format = SoundFile.format(file).orElseThrow(() -> new UnusableSound(Kind.UNKNOWN));
    return made(prompt, Kind.UNREADABLE, scratch -> decoded(file, format, full, scratch));
  }

  private static Sound decoded(byte[] file, String format, int full, Path scratch) throws IOException, InterruptedException {
    var given = scratch.resolve("given");
    var whole = scratch.resolve("whole.wav");
    Files.write(given, file);
    // -D: no dither, which would hide that samples stand at the end of the scale
    var warned = Commands.run(List.of("sox", "-V2", "-D", "-t", format, given.toString(), "-b", "16", "-e", "signed-integer", "-t", "wav",
        whole.toString(), "trim", "0", String.valueOf(DECODED_SECONDS)), "", NOWHERE, "reading an uploaded recording");
    if (warned.contains("Premature EOF")) {
      throw new UnusableSound(Kind.CUT_OFF);
    }
    var decoded = Decoded.of(Files.readAllBytes(whole));
    if (decoded.samples().length == 0) {
      throw new UnusableSound(Kind.SILENT);
    }
    if (decoded.seconds() >= DECODED_SECONDS - 1) {
      throw new UnusableSound(Kind.TOO_LONG, PromptBuilder.LONGEST.toSeconds());
    }
    if (decoded.isClipped(full)) {
      throw new UnusableSound(Kind.CLIPPED);
    }
    return Conversion.wide(whole, 0.5, scratch.resolve("raw.wav"), "converting an uploaded recording");
  }

  /** Where the sound comes from. */
  private interface Source {
    Sound in(Path scratch) throws IOException, InterruptedException;
  }

  private Recorded made(Prompt prompt, Kind failure, Source source) throws IOException {
    var scratch = Files.createTempDirectory("huiyin-own-prompt");
    try {
      if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new UnusableSound(Kind.BUSY);
      }
      try {
        return finished(prompt, source.in(scratch), scratch);
      } finally {
        places.release();
      }
    } catch (PromptProblem.NoTool e) {
      log.error("No prompt can be made: {}", e.getMessage());
      throw new UnusableSound(Kind.NO_TOOL);
    } catch (PromptProblem e) {
      log.info("A prompt could not be made: {}", e.getMessage());
      throw new UnusableSound(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UnusableSound(Kind.BUSY);
    } finally {
      delete(scratch);
    }
  }

  private static Recorded finished(Prompt prompt, Sound found, Path scratch) throws IOException, InterruptedException {
    if (found.isSilent()) {
      throw new UnusableSound(Kind.SILENT);
    }
    if (found.trimmed(false).length().compareTo(SHORTEST) < 0) {
      throw new UnusableSound(Kind.TOO_SHORT);
    }
    var sound = Conversion.finished(found, prompt);
    check(prompt, sound.length());
    var wide = scratch.resolve("wide.wav");
    var narrow = scratch.resolve("narrow.wav");
    sound.write(wide);
    Conversion.narrow(wide, narrow, "converting " + prompt.path());
    return new Recorded(Files.readAllBytes(narrow), Files.readAllBytes(wide), sound.length());
  }

  private static void check(Prompt prompt, Duration length) {
    if (prompt.isNotice() && length.compareTo(PromptBuilder.LONGEST_NOTICE) > 0) {
      throw new UnusableSound(Kind.NOTICE_TOO_LONG, "%.1f".formatted(length.toMillis() / 1000.0),
          PromptBuilder.LONGEST_NOTICE.toSeconds());
    }
    if (length.compareTo(PromptBuilder.LONGEST) > 0) {
      throw new UnusableSound(Kind.TOO_LONG, PromptBuilder.LONGEST.toSeconds());
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
