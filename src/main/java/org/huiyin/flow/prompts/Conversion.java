package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From any recording to the two widths that Asterisk plays: 16,000 and 8,000 samples a second, mono, at the common level. */
final class Conversion {
  private static final Path NOWHERE = Path.of("/dev/null");

  private Conversion() {
  }

  /**
   * One channel of 16,000 samples a second.
   *
   * @param source a WAV with any rate and any number of channels
   * @param volume what it is multiplied with first, so that it has room for what a filter adds
   */
  static Sound wide(Path source, double volume, Path raw, String purpose) throws IOException, InterruptedException {
    Commands.run(List.of("sox", "-V1", "-v", String.valueOf(volume), "-t", "wav", source.toString(), "-b", "16", "-e", "signed-integer",
        "-c", "1", "-r", "16000", raw.toString(), "highpass", "70"), "", NOWHERE, purpose);
    return Sound.read(raw);
  }

  /** Closely cut and at the common level; a breath follows a sentence. */
  static Sound finished(Sound sound, Prompt prompt) {
    // twice: what the ceiling took from the loudest parts is given back to the level
    return sound.trimmed(prompt.endsASentence()).levelled().levelled();
  }

  static void narrow(Path wide, Path narrow, String purpose) throws IOException, InterruptedException {
    Commands.run(List.of("sox", "-V1", "-t", "wav", wide.toString(), "-b", "16", "-r", "8000", "-t", "wav", narrow.toString()), "", NOWHERE,
        purpose);
  }
}
