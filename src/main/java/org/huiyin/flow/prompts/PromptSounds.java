package org.huiyin.flow.prompts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.codec.digest.DigestUtils;

/**
 * The sounds that Asterisk plays, as they lie in their folder.
 *
 * @param folder the folder of the languages' folders
 */
public record PromptSounds(Path folder) {
  private static final int HEADER = 44;
  private static final int VERSION_LENGTH = 12;
  private static final String OWN = "own";
  /** Of 8,000 samples a second. */
  private static final int BYTES_A_MILLISECOND = 16;

  /** The files of the catalogue's prompts that are not there or hold no audio; quick enough for every start. */
  public List<Path> missing() {
    return files().filter(file -> sizeOf(file) <= HEADER).toList();
  }

  /** One sentence for every sound that is there and cannot be heard; reads all of them. */
  public List<Fault> faults() {
    return files().filter(file -> sizeOf(file) > HEADER).flatMap(file -> fault(file).stream()).toList();
  }

  /** What is wrong with a file. */
  public record Fault(Path file, String what) {
  }

  /** Names exactly what was played: {@code zh-4f0c1a2b3c4d}, out of the audio itself. */
  public String version(Prompt prompt) {
    try {
      var audio = Files.readAllBytes(folder.resolve(prompt.path() + ".wav"));
      return prompt.language().code() + "-" + DigestUtils.sha256Hex(audio).substring(0, VERSION_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the sound of " + prompt.path(), e);
    }
  }

  /**
   * The prompts as one WAV of 8,000 samples a second.
   *
   * @param paths {@code zh/notice}, or {@code own/4f0c...} for a community's own
   * @throws java.nio.file.NoSuchFileException when one of them is not there
   */
  public byte[] oneAfterTheOther(List<String> paths) throws IOException {
    var sounds = new ArrayList<Sound>();
    for (String path : paths) {
      sounds.add(Sound.read(folder.resolve(path + ".wav")));
    }
    return Sound.joined(sounds).bytes();
  }

  /** The name of a community's own sound, as Asterisk is told it: {@code huiyin/own/4f0c...}. */
  public static String own(String sound) {
    return "huiyin/" + OWN + "/" + sound;
  }

  /** Whether a community's own sound lies here whole. */
  public boolean hasOwn(String sound) {
    return sizeOf(own(sound, ".wav")) > HEADER && sizeOf(own(sound, ".wav16")) > HEADER;
  }

  /** Whoever plays the sound finds it whole or not at all: it is named by what it holds and never changes. */
  public void keepOwn(Recorded recorded) throws IOException {
    Files.createDirectories(folder.resolve(OWN));
    whole(recorded.wide(), own(recorded.name(), ".wav16"));
    whole(recorded.narrow(), own(recorded.name(), ".wav"));
  }

  /** The names of the communities' own sounds that lie here, whole or not. */
  public Set<String> own() throws IOException {
    var all = folder.resolve(OWN);
    if (!Files.isDirectory(all)) {
      return Set.of();
    }
    try (var files = Files.list(all)) {
      return files.map(file -> file.getFileName().toString()).map(PromptSounds::withoutEnding).collect(Collectors.toSet());
    }
  }

  /** Removes all files of a community's own sound. */
  public void removeOwn(String sound) throws IOException {
    try (var files = Files.list(folder.resolve(OWN))) {
      for (Path file : files.filter(each -> withoutEnding(each.getFileName().toString()).equals(sound)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String withoutEnding(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private Path own(String sound, String ending) {
    return folder.resolve(OWN).resolve(sound + ending);
  }

  private static void whole(byte[] bytes, Path to) throws IOException {
    var beside = Files.createTempFile(to.toAbsolutePath().getParent(), ".new", ".part");
    try {
      Files.write(beside, bytes);
      if (!beside.toFile().setReadable(true, false)) {
        throw new IOException("cannot make " + beside + " readable for Asterisk");
      }
      Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** How long a sound of the product is; nothing where it is not there. */
  public Duration length(String path) {
    return Duration.ofMillis(Math.max(0, sizeOf(folder.resolve(path + ".wav")) - HEADER) / BYTES_A_MILLISECOND);
  }

  /** @param path {@code zh/notice} */
  public Optional<byte[]> bytes(String path) throws IOException {
    var file = folder.resolve(path + ".wav");
    return sizeOf(file) > HEADER ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
  }

  private Stream<Path> files() {
    return PromptCatalogue.bundled().all().stream()
        .flatMap(prompt -> Stream.of(folder.resolve(prompt.path() + ".wav"), folder.resolve(prompt.path() + ".wav16")));
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException _) {
      return 0;
    }
  }

  private static Optional<Fault> fault(Path file) {
    try {
      var sound = Sound.read(file);
      int rate = file.toString().endsWith("16") ? 16_000 : 8_000;
      if (sound.rate() != rate) {
        return Optional.of(new Fault(file, "has " + sound.rate() + " samples a second instead of " + rate));
      }
      return sound.isSilent() ? Optional.of(new Fault(file, "is silent")) : Optional.empty();
    } catch (IOException | PromptProblem _) {
      return Optional.of(new Fault(file, "is not a plain 16-bit mono WAV"));
    }
  }
}
