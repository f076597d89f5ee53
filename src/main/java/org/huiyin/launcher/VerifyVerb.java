package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code verify}: asks the running service, or starts it headless for the checks alone; 0 only if all hold. */
final class VerifyVerb {
  private static final String WRONG = "WRONG  ";
  private static final Pattern REPORTED = Pattern.compile("holds  |did    |" + WRONG + "| {9}");

  private VerifyVerb() {
  }

  static int run(Settings settings) {
    try {
      return PidFile.service(settings.home()).running().isPresent() ? ask(settings) : headless(settings, "verify");
    } catch (IOException e) {
      throw new Problem("the installation could not be checked: " + e.getMessage(), e);
    }
  }

  private static int ask(Settings settings) throws IOException {
    Hotline.Answer answer = new Hotline(settings).ask("POST", "/api/v1/verification", null, Duration.ofHours(2));
    if (!answer.ok()) {
      throw new Problem("the service could not check itself (" + answer.status() + "): " + answer.body());
    }
    try {
      JsonNode report = JsonMapper.shared().readTree(answer.body());
      boolean holds = true;
      for (JsonNode check : report.path("checks")) {
        JsonNode findings = check.path("findings");
        System.out.println((findings.isEmpty() ? "holds  " : WRONG) + check.path("name").asString(""));
        for (JsonNode finding : findings) {
          holds = false;
          System.out.println("         " + finding.path("subject").asString("") + ": " + finding.path("what").asString("") + "; "
              + finding.path("remedy").asString(""));
        }
      }
      if (report.path("checks").isEmpty()) {
        throw new Problem("the service ran no check at all");
      }
      return holds ? 0 : 1;
    } catch (JacksonException e) {
      throw new Problem("the service's report cannot be read", e);
    }
  }

  /** @param profiles what the service is started for instead of calls */
  static int headless(Settings settings, String profiles) throws IOException {
    settings.home().prepare();
    Service service = Service.ofThisLauncher(settings);
    service.checkReadable();
    Process run = service
        .process(List.of("-Xmx768m", "-XX:+UseSerialGC"), "org.huiyin.Huiyin", List.of("--spring.profiles.active=" + profiles))
        .start();
    List<String> said = new ArrayList<>();
    try (var lines = run.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> {
        said.add(line);
        if (REPORTED.matcher(line).lookingAt()) {
          System.out.println(line);
        }
      });
      return outcome(run.waitFor(), said, settings);
    } catch (InterruptedException e) {
      run.destroy();
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** What does not hold is in the report; whatever else ends the check badly is told in one line, with the rest of what was said in a log. */
  static int outcome(int exit, List<String> said, Settings settings) throws IOException {
    if (exit == 0 || said.stream().anyMatch(line -> line.startsWith(WRONG))) {
      return exit == 0 ? 0 : 1;
    }
    Path log = settings.home().log().resolve("verify.log");
    Files.write(log, said);
    throw new Problem(
        "the installation could not be checked to the end: " + ServiceLog.explain(String.join("\n", said), log, settings));
  }
}
