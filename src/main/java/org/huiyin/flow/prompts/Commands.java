package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Runs the tools that make sounds. */
final class Commands {
  private static final long LIMIT_SECONDS = 120;
  private static final int SHOWN = 300;
  /** What a shell ends with when there is no such program. */
  private static final int NOT_FOUND = 127;

  private Commands() {
  }

  /**
   * Runs a command to its good end.
   *
   * @param input what it reads, as UTF-8
   * @param output where its standard output goes
   * @return what it warned of, shortened to the last of it
   * @throws PromptProblem when it is missing, fails or takes too long, with the last that it said
   */
  static String run(List<String> command, String input, Path output, String purpose) throws IOException, InterruptedException {
    var errors = Files.createTempFile("huiyin-prompt", ".err");
    try {
      var process = start(command, output, errors, purpose);
      try (var stdin = process.getOutputStream()) {
        stdin.write(input.getBytes(UTF_8));
      } catch (IOException _) {
        // it ended without reading; its exit code says why
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new PromptProblem(purpose + " took longer than " + LIMIT_SECONDS + " s: " + String.join(" ", command));
      }
      if (process.exitValue() == NOT_FOUND) {
        throw new PromptProblem.NoTool(purpose + " cannot start: " + said(errors));
      }
      if (process.exitValue() != 0) {
        throw new PromptProblem(purpose + " failed (exit " + process.exitValue() + "): " + String.join(" ", command) + ": " + said(errors));
      }
      return tail(errors);
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private static Process start(List<String> command, Path output, Path errors, String purpose) {
    try {
      return new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new PromptProblem.NoTool(purpose + " cannot start: " + command.getFirst() + " is not installed (" + e.getMessage() + ")");
    }
  }

  private static String said(Path errors) throws IOException {
    var text = tail(errors);
    return text.isEmpty() ? "it said nothing" : text;
  }

  private static String tail(Path errors) throws IOException {
    var text = new String(Files.readAllBytes(errors), UTF_8).strip();
    return text.substring(Math.max(0, text.length() - SHOWN));
  }
}
