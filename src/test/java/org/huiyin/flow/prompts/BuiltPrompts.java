package org.huiyin.flow.prompts;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The real sounds, made by the default speech engine once and kept below the build's folder. */
public final class BuiltPrompts {
  private static final Path FOLDER = Path.of("target/prompts").toAbsolutePath();

  private BuiltPrompts() {
  }

  /** The folder of the languages' folders, with every sound in it. */
  public static synchronized Path folder() throws IOException, InterruptedException {
    new PromptBuilder(new PromptBuilder.Settings(FOLDER, null, null, SpeechEngine.DEFAULT), PromptCatalogue.bundled().all(),
        new PrintStream(new ByteArrayOutputStream(), true, UTF_8))
        .build();
    return FOLDER;
  }

  public static Duration length(Path wav) {
    try {
      return Sound.read(wav).length();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
