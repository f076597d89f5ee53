package org.huiyin.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
      Optional<Health> health = Health.read(new Hotline(settings).ask("GET", "/actuator/health", null, Duration.ofSeconds(10)).body());
      line("health", health.map(Health::status).orElse("the service does not tell it"));
      for (Health.Part part : health.map(Health::parts).orElse(List.of())) {
        line("  " + part.name(),
            (part.status() + "  " + part.what()).strip() + (part.well() || part.remedy().isEmpty() ? "" : " -> " + part.remedy()));
      }
    } catch (IOException e) {
      line("health", "the service does not tell it");
    }
  }

  private static void line(String name, String value) {
    System.out.printf(Locale.ROOT, "%-14s %s%n", name, value);
  }
}
