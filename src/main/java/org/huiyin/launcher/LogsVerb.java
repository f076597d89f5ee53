package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code logs}: follows every log of the home; the secrets between the parts do not pass. */
final class LogsVerb {
  private LogsVerb() {
  }

  static int run(Settings settings) {
    Path log = settings.home().log();
    List<String> command = new ArrayList<>(List.of("tail", "-n", "40", "-F"));
    Stream.of("supervisor.log", "service.log", "asterisk/messages", "asterisk/security").map(log::resolve).filter(Files::exists)
        .forEach(file -> command.add(file.toString()));
    if (command.size() == 4) {
      throw new Problem("there is no log yet in " + log);
    }
    Secrets secrets = new Secrets(settings.home());
    List<String> hidden = List.of(secrets.agi(), secrets.ami(), secrets.amiWatchdog());
    try {
      Process tail = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(tail::destroy));
      try (var lines = tail.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          for (String secret : hidden) {
            line = line.replace(secret, "***");
          }
          System.out.println(line);
        }
      }
      return 0;
    } catch (IOException e) {
      throw new Problem("cannot follow the logs: " + e.getMessage(), e);
    }
  }
}
