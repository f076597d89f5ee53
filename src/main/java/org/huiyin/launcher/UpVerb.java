package org.huiyin.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** {@code up}: in the foreground until Ctrl-C, or detached once it is ready. */
final class UpVerb {
  private static final String READY = "ready: a call would be answered now";

  private UpVerb() {
  }

  static int run(Settings settings, List<String> arguments) {
    boolean detach = arguments.contains("--detach");
    for (String argument : arguments) {
      if (!"--detach".equals(argument)) {
        throw new Problem("up knows only --detach, not " + argument);
      }
    }
    if (PidFile.supervisor(settings.home()).running().isPresent()) {
      System.out.println("It runs already.");
      System.out.print(Banner.text(settings, false));
      return StatusVerb.answersCalls(settings) ? 0 : StatusVerb.run(settings);
    }
    settings.home().prepare();
    return detach ? detached(settings) : foreground(settings);
  }

  private static int foreground(Settings settings) {
    supervise(settings, line -> System.out.println("· " + line), () -> System.out.print(Banner.text(settings, true)));
    return 0;
  }

  /** The detached supervisor itself: what it says goes to its log. */
  static int supervise(Settings settings) {
    supervise(settings, System.out::println, () -> System.out.println(READY));
    return 0;
  }

  private static void supervise(Settings settings, Consumer<String> log, Runnable ready) {
    Supervisor supervisor = new Supervisor(settings, Service.ofThisLauncher(settings), log);
    Thread hook = Thread.ofPlatform().unstarted(supervisor::close);
    Runtime.getRuntime().addShutdownHook(hook);
    supervisor.start();
    ready.run();
    try {
      supervisor.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int detached(Settings settings) {
    Path log = settings.home().log().resolve("supervisor.log");
    try {
      long from = Files.exists(log) ? Files.size(log) : 0;
      Process supervisor = new ProcessBuilder("setsid", Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx64m",
          "-XX:+UseSerialGC", "-Dhuiyin.project=" + System.getProperty("huiyin.project", ""), "-cp", System.getProperty("java.class.path"),
          Launcher.class.getName(), "supervise").redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile())
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
      return follow(supervisor, log, from, settings);
    } catch (IOException e) {
      throw new Problem("the supervisor cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static int follow(Process supervisor, Path log, long from, Settings settings) throws IOException, InterruptedException {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(from);
      while (true) {
        boolean ended = supervisor.waitFor(100, TimeUnit.MILLISECONDS);
        for (String line = file.readLine(); line != null; line = file.readLine()) {
          String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
          if (text.equals(READY)) {
            System.out.print(Banner.text(settings, true));
            return 0;
          }
          if (text.startsWith("huiyin: ")) {
            System.err.println(text);
          } else {
            System.out.println("· " + text);
          }
        }
        if (ended) {
          return 1;
        }
      }
    }
  }
}
