package org.huiyin.launcher;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The verbs of {@code ./huiyin} that need more than a shell. */
public final class Launcher {
  private Launcher() {
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String[] arguments) {
    String verb = arguments.length == 0 ? "" : arguments[0];
    List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
    try {
      Settings settings = Settings.from(System.getenv(), Path.of(System.getProperty("huiyin.project", "")).toAbsolutePath());
      return switch (verb) {
        case "up" -> UpVerb.run(settings, rest);
        case "supervise" -> UpVerb.supervise(settings);
        case "down" -> DownVerb.run(settings);
        case "status" -> StatusVerb.run(settings);
        case "logs" -> LogsVerb.run(settings);
        case "api" -> ApiVerb.run(settings, rest);
        case "call" -> CallVerb.run(settings, rest);
        case "verify" -> VerifyVerb.run(settings);
        case "backup" -> BackupVerb.run(settings, rest);
        case "restore" -> RestoreVerb.run(settings, rest);
        case "root" -> root(settings);
        default -> throw new Problem("unknown command: " + verb);
      };
    } catch (Problem problem) {
      System.err.println("huiyin: " + problem.getMessage());
      return 1;
    } catch (UncheckedIOException e) {
      System.err.println("huiyin: " + e.getMessage() + ": " + e.getCause() + "; check the disk's room and who may write there");
      return 1;
    }
  }

  private static int root(Settings settings) {
    System.out.println(AsteriskRoot.findOrMake(settings.cache(), System.out::println).folder());
    return 0;
  }
}
