package org.huiyin.flow.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What turns text into speech: a shell command that reads UTF-8 text and writes WAV.
 *
 * @param command {@code {lang}} becomes zh or en, {@code {voice}} and {@code {speed}} espeak-ng's voice and words a minute, {@code {out}} the file to
 *        write; without {@code {out}} the command writes to its standard output
 */
record SpeechEngine(String command) {
  static final String SETTING = "HUIYIN_SPEECH_COMMAND";
  /** {@code -b 1}: the text is UTF-8 whatever the locale says. */
  static final String DEFAULT = "espeak-ng -b 1 -v {voice} -s {speed} --stdin --stdout";

  SpeechEngine {
    if (command.isBlank()) {
      throw new PromptProblem(SETTING + " is empty: leave it out for espeak-ng, or give a command that reads text and writes WAV");
    }
  }

  void speak(Prompt prompt, Path wav) throws IOException, InterruptedException {
    var line = commandFor(prompt.language()).replace("{out}", quoted(wav));
    var toFile = command.contains("{out}");
    Commands.run(List.of("sh", "-c", line), prompt.text() + "\n", toFile ? Path.of("/dev/null") : wav, "speaking " + prompt.path());
    if (!Files.exists(wav) || Files.size(wav) == 0) {
      throw new PromptProblem("speaking " + prompt.path() + " made no sound: " + line);
    }
  }

  String commandFor(Language language) {
    return command.replace("{lang}", language.code()).replace("{voice}", language.voice()).replace("{speed}",
        String.valueOf(language.wordsPerMinute()));
  }

  /** Which engine it is, so that a new one speaks everything anew: its program's place, size and time. */
  String identity() throws IOException {
    var program = command.strip().split("\\s+", 2)[0];
    var folders = program.contains("/") ? List.of("") : Arrays.asList(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"));
    for (String folder : folders) {
      var file = folder.isEmpty() ? Path.of(program) : Path.of(folder, program);
      if (Files.isExecutable(file)) {
        var real = file.toRealPath();
        return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real).toMillis();
      }
    }
    return program;
  }

  private static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
