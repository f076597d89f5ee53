package org.huiyin.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code status}: 0 when the service answers calls, 3 when only the fallback would, 1 when nothing does. */
final class StatusVerb {
  private StatusVerb() {
  }

  static int run(Settings settings) {
    Home home = settings.home();
    Optional<ProcessHandle> asterisk = PidFile.asterisk(home).running();
    Optional<ProcessHandle> service = PidFile.service(home).running();
    line("home", home.root().toString());
    line("supervisor", PidFile.supervisor(home).running().map(process -> "runs, process " + process.pid()).orElse("does not run"));
    line("Asterisk",
        asterisk.map(process -> "runs, process " + process.pid() + "; SIP " + settings.sipBind() + ":" + settings.sipPort() + ", RTP "
            + settings.rtpPorts() + ", AMI 127.0.0.1:" + settings.amiPort()).orElse("does not run"));
    line("service",
        service.map(process -> "runs, process " + process.pid() + "; " + new Hotline(settings).consoleUrl() + ", FastAGI 127.0.0.1:"
            + settings.agiPort()).orElse("does not run"));
    if (asterisk.isEmpty()) {
      line("calls", "are not answered: ./huiyin up starts it");
      return 1;
    }
    Optional<String> why = whyOnlyFallback(settings);
    health(settings);
    line("calls", why.map(reason -> "only the fallback takes messages: " + reason).orElse("are answered at " + Banner.dial(settings)));
    return why.isEmpty() ? 0 : 3;
  }

  static boolean answersCalls(Settings settings) {
    return PidFile.asterisk(settings.home()).running().isPresent() && whyOnlyFallback(settings).isEmpty();
  }

  private static Optional<String> whyOnlyFallback(Settings settings) {
    if (PidFile.service(settings.home()).running().isEmpty()) {
      return Optional.of("the service does not run");
    }
    try (var manager = ManagerClient.connect(settings.amiPort(), "watchdog", new Secrets(settings.home()).amiWatchdog())) {
      Heartbeat beat = Heartbeat.read(manager);
      return beat.alive()
          ? new Hotline(settings).notReady()
          : Optional.of(beat.age() > 1e9
              ? "the service has not given a heartbeat yet"
              : String.format(Locale.ROOT, "the service's last heartbeat is %.0f s old", beat.age()));
    } catch (IOException e) {
      return Optional.of("Asterisk's manager does not answer (" + e.getMessage() + ")");
    }
  }

  private static void health(Settings settings) {
    try {
      String body = new Hotline(settings).ask("GET", "/actuator/health", null, Duration.ofSeconds(10)).body();
      JsonNode health = JsonMapper.shared().readTree(body);
      line("health", health.path("status").asString("unknown"));
      for (Map.Entry<String, JsonNode> part : health.path("components").properties()) {
        JsonNode details = part.getValue().path("details");
        line("  " + part.getKey(), part.getValue().path("status").asString("unknown") + (details.isEmpty() ? "" : " " + details));
      }
    } catch (IOException | JacksonException e) {
      line("health", "the service does not tell it");
    }
  }

  private static void line(String name, String value) {
    System.out.printf(Locale.ROOT, "%-14s %s%n", name, value);
  }
}
