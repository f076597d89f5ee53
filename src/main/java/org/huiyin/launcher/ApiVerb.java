package org.huiyin.launcher;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code api METHOD PATH [JSON]}: the raw body on stdout, problems on stderr, 0 only for 2xx. */
final class ApiVerb {
  private static final String USAGE = "usage: ./huiyin api METHOD /PATH [JSON]";

  private ApiVerb() {
  }

  static int run(Settings settings, List<String> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw new Problem(USAGE);
    }
    Hotline hotline = new Hotline(settings);
    String path = arguments.get(1).startsWith(hotline.consoleUrl() + "/")
        ? arguments.get(1).substring(hotline.consoleUrl().length())
        : arguments.get(1);
    if (!path.startsWith("/")) {
      throw new Problem(USAGE);
    }
    try {
      HttpResponse<byte[]> answer = hotline.raw(arguments.get(0).toUpperCase(Locale.ROOT), path,
          arguments.size() == 3 ? arguments.get(2) : null,
          Duration.ofMinutes(10));
      boolean ok = answer.statusCode() / 100 == 2;
      (ok ? System.out : System.err).write(answer.body());
      (ok ? System.out : System.err).flush();
      if (!ok) {
        System.err.println("\nhuiyin: the hotline answered " + answer.statusCode());
      }
      return ok ? 0 : 1;
    } catch (IllegalArgumentException e) {
      throw new Problem("not a request: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new Problem("the hotline does not answer on port " + settings.httpPort() + ": start it with ./huiyin up", e);
    }
  }
}
