package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Recordings as people have them, made by sox. */
public final class MadeSounds {
  private MadeSounds() {
  }

  /** A tone of 440 Hz in stereo at 44.1 kHz. */
  public static byte[] tone(String ending, double seconds) {
    return sox(ending, List.of("-r", "44100", "-c", "2", "-b", "16"),
        List.of("synth", String.valueOf(seconds), "sine", "440", "vol", "0.4"));
  }

  /**
   * @param made how the file is made
   * @param effects what stands after the file's name
   */
  public static byte[] sox(String ending, List<String> made, List<String> effects) {
    try {
      var file = Files.createTempFile("huiyin-made", "." + ending);
      try {
        var command = new ArrayList<>(List.of("sox", "-n"));
        command.addAll(made);
        command.add(file.toString());
        command.addAll(effects);
        var log = Files.createTempFile("huiyin-made", ".log");
        int exit = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(exit).as(Files.readString(log)).isZero();
        Files.delete(log);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static Sound read(byte[] wav) throws IOException {
    Path file = Files.createTempFile("huiyin-made", ".wav");
    try {
      Files.write(file, wav);
      return Sound.read(file);
    } finally {
      Files.delete(file);
    }
  }
}
