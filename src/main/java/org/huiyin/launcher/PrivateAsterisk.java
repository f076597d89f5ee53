package org.huiyin.launcher;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One Asterisk of our own: configured from asterisk-config/, without rights, on the ports of the settings. It is up once {@link #start}
 * returns, in less than a second; {@link #stop} says goodbye to every caller and closes every recording.
 */
public final class PrivateAsterisk implements AutoCloseable {
  private static final Duration TO_START = Duration.ofSeconds(30);
  private static final Duration TO_STOP = Duration.ofSeconds(10);

  private final AsteriskRoot root;
  private final Settings settings;
  private final Process process;

  private PrivateAsterisk(AsteriskRoot root, Settings settings, Process process) {
    this.root = root;
    this.settings = settings;
    this.process = process;
  }

  /** Renders the configuration into the prepared home and starts; returns when Asterisk is fully booted. */
  public static PrivateAsterisk start(AsteriskRoot root, Settings settings, Secrets secrets) {
    AsteriskConfig.write(root, settings, secrets);
    Path home = settings.home().asterisk();
    try {
      link(home.resolve("data/documentation"), root.documentation());
      link(home.resolve("data/sounds/en"), root.englishSounds());
      writeQuiet(home.resolve("data/sounds/quiet.sln"));
      writeCanary(home.resolve("sbin/astcanary"), root);
      link(Path.of(AsteriskConfig.nowhere(settings.home()) + ".sln"), Path.of("/dev/null"));
      List<String> command = new ArrayList<>(root.command());
      command.addAll(List.of("-C", home.resolve("etc/asterisk.conf").toString(), "-f"));
      command.addFirst("setsid");
      ProcessBuilder builder = new ProcessBuilder(Precedence.over(Accounts.as(Accounts.ASTERISK, command))).directory(home.toFile())
          .redirectErrorStream(true)
          .redirectInput(new File("/dev/null"))
          .redirectOutput(ProcessBuilder.Redirect.to(settings.home().log().resolve("asterisk-console.log").toFile()));
      Accounts.cleanEnvironment(builder, "LC_");
      Process process = builder.start();
      var asterisk = new PrivateAsterisk(root, settings, process);
      asterisk.waitUntilBooted();
      return asterisk;
    } catch (IOException e) {
      throw new Problem("Asterisk cannot be started (" + e.getMessage() + ")", e);
    }
  }

  public Process process() {
    return process;
  }

  /** Runs a command on Asterisk's console and returns what it prints. */
  public String console(String command) {
    List<String> line = new ArrayList<>(root.command());
    line.addAll(List.of("-C", settings.home().asterisk().resolve("etc/asterisk.conf").toString(), "-rx", command));
    try {
      Process run = new ProcessBuilder(Accounts.as(Accounts.ASTERISK, line)).redirectErrorStream(true).start();
      run.getOutputStream().close();
      String printed = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      run.waitFor();
      return printed;
    } catch (IOException e) {
      throw new Problem("Asterisk's console does not answer (" + e.getMessage() + ")", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem("interrupted while asking Asterisk", e);
    }
  }

  /** Ends Asterisk as an operator would: callers get a BYE, recordings their right length. */
  public void stop() {
    stop(process, TO_STOP);
  }

  /** Ends Asterisk as a power failure would. */
  public void kill() {
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    stop();
  }

  static void stop(Process process, Duration patience) {
    process.destroy();
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void waitUntilBooted() {
    long until = System.nanoTime() + TO_START.toNanos();
    while (System.nanoTime() < until) {
      if (!process.isAlive()) {
        throw new Problem("Asterisk ended while it started: " + lastWords());
      }
      if (Files.exists(settings.home().asterisk().resolve("run/asterisk.ctl"))
          && console("core waitfullybooted").contains("fully booted")) {
        return;
      }
      try {
        process.waitFor(50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        stop();
        Thread.currentThread().interrupt();
        throw new Problem("interrupted while Asterisk started", e);
      }
    }
    stop();
    throw new Problem("Asterisk was not ready after " + TO_START.toSeconds() + " s: " + lastWords());
  }

  private String lastWords() {
    Path log = settings.home().log().resolve("asterisk-console.log");
    try {
      List<String> lines = Files.readAllLines(log);
      return (lines.isEmpty() ? "it said nothing" : lines.getLast()) + " (" + log + ")";
    } catch (IOException e) {
      return "see " + log;
    }
  }

  /** A minute of silence, which takes no room: waits play it. */
  private static void writeQuiet(Path file) throws IOException {
    Files.deleteIfExists(file);
    try (var quiet = new RandomAccessFile(file.toFile(), "rw")) {
      quiet.setLength(60 * 8000 * 2);
    }
    Accounts.hand(file, Accounts.ASTERISK, 0640);
  }

  /**
   * Asterisk gives up its precedence for good when its canary, a process without any that it starts from its folder of programs, has not sung for a minute. The
   * root's own would look for the machine's libraries and end at once.
   */
  private static void writeCanary(Path file, AsteriskRoot root) throws IOException {
    String command = root.command("astcanary").stream().map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Accounts.hand(file, Accounts.ASTERISK, 0550);
  }

  private static void link(Path from, Path to) throws IOException {
    Files.deleteIfExists(from);
    Files.createSymbolicLink(from, to);
  }
}
