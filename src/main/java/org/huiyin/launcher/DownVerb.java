package org.huiyin.launcher;

import java.time.Duration;
import java.util.List;

/** {@code down}: ends by pid what {@code up} started, also what a killed supervisor left. */
final class DownVerb {
  private DownVerb() {
  }

  static int run(Settings settings) {
    Home home = settings.home();
    boolean any = false;
    for (PidFile each : List.of(PidFile.supervisor(home), PidFile.asterisk(home), PidFile.service(home))) {
      var process = each.running();
      if (process.isPresent()) {
        any = true;
        Processes.end(process.get(), Duration.ofSeconds(60));
      }
      each.clear();
    }
    System.out.println(any ? "stopped" : "nothing was running on " + home.root());
    return 0;
  }
}
