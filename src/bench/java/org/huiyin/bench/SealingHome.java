package org.huiyin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

import org.huiyin.recording.SealingProcess;
import org.jspecify.annotations.Nullable;

/** One installation that only seals, and the processes that follow each other in it. */
final class SealingHome implements AutoCloseable {
  /** How many calls each process leaves in the spool. */
  static final int CALLS = 12;
  private static final String WRITES = "write,pwrite64,writev,pwritev,fsync,fdatasync,rename,unlink,mkdir,ftruncate,openat";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Path home;
  private final String classes;
  private final SealingAccount account;
  private @Nullable Process running;

  SealingHome(Path folder, Path home, SealingAccount account) throws IOException {
    this.folder = folder;
    this.home = home;
    this.account = account;
    this.classes = packed(folder);
  }

  /** What may happen between the moment at which the calls lie in the spool and the end of the process. */
  interface Disturbance {
    /** @param out what the process says; nothing when it was ended */
    void begin(Process process, BufferedReader out) throws Exception;
  }

  /** Makes good, then seals some calls; how many steps that took, or empty when the process was ended before. */
  Optional<Integer> seal(int haltAfter, Disturbance disturbance) throws Exception {
    Process process = start(List.of(home.toString(), Integer.toString(haltAfter)));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = told(out);
      if (!"READY".equals(line)) {
        throw new IOException("the process that makes good says " + line + ": " + errors());
      }
      account.planted();
      disturbance.begin(process, out);
      for (line = out.readLine(); line != null && !line.startsWith("SEALED "); line = out.readLine()) {
        // The last line is the one that counts.
      }
      ended(process);
      return line == null ? Optional.empty() : Optional.of(Integer.parseInt(line.substring(line.indexOf(' ') + 1)));
    }
  }

  static void go(Process process) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
  }

  /** Ends the process at the n-th write of one of its threads. @return whether it was ended */
  boolean killedAtWrite(int n) throws Exception {
    List<Process> tracers = new ArrayList<>();
    boolean killed = seal(0, (process, _) -> {
      trace(process, "inject=" + WRITES + ":signal=SIGKILL:when=" + n).ifPresent(tracers::add);
      go(process);
    }).isEmpty();
    for (Process tracer : tracers) {
      ended(tracer);
    }
    return killed;
  }

  /** How often the busiest thread writes in one undisturbed sealing; 0 where it cannot be traced. */
  int writes() throws Exception {
    List<Process> tracers = new ArrayList<>();
    seal(0, (process, _) -> {
      trace(process, "trace=" + WRITES).ifPresent(tracers::add);
      go(process);
    });
    if (tracers.isEmpty()) {
      return 0;
    }
    ended(tracers.getFirst());
    Map<String, Integer> perThread = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("trace"))) {
      if (line.contains("(") && !line.contains("resumed>")) {
        perThread.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum);
      }
    }
    return perThread.values().stream().max(Integer::compare).orElse(0);
  }

  /** The last process only looks, at everything. */
  void makeGood() throws Exception {
    Process process = start(List.of(home.toString(), "0", "recover"));
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = told(out);
      if (line != null) {
        throw new IOException("the last process says " + line);
      }
      ended(process);
    }
  }

  private Optional<Process> trace(Process process, String what) throws InterruptedException {
    Path attached = folder.resolve("attached");
    try {
      Process tracer = new ProcessBuilder("strace", "-f", "-e", "trace=" + WRITES, "-e", what, "-o", folder.resolve("trace").toString(),
          "-p",
          Long.toString(process.pid())).redirectError(attached.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      while (tracer.isAlive() && !Files.readString(attached).contains("attached")) {
        Thread.sleep(5);
      }
      return Optional.of(tracer).filter(Process::isAlive);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private Process start(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"), "-Xlog:disable", "-cp", classes, SealingProcess.class.getName()));
    command.addAll(arguments);
    running = new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
    return running;
  }

  /** Reads what the process found when it made good; returns the line after that. */
  private @Nullable String told(BufferedReader out) throws IOException {
    long began = System.nanoTime();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("FINDING ")) {
        account.finding(line.substring(line.indexOf(' ') + 1));
      } else if (line.startsWith("WELL ")) {
        account.well(line, Duration.ofNanos(System.nanoTime() - began));
        return out.readLine();
      }
    }
    throw new IOException("the process that makes good ended: " + errors());
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }

  private static void ended(Process process) throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new IOException("a process did not end");
    }
  }

  /** The class path with its folders packed: only archives can be shared between processes, which then start in a third of the time. */
  private static String packed(Path folder) throws IOException {
    List<String> path = new ArrayList<>();
    for (String piece : System.getProperty("java.class.path").split(":", -1)) {
      Path jar = folder.resolve("classes-" + path.size() + ".jar");
      if (piece.isEmpty()) {
        continue; // the folder of whoever started this: none of ours
      }
      if (!Files.isDirectory(Path.of(piece))) {
        path.add(piece);
      } else if (ToolProvider.findFirst("jar").orElseThrow().run(System.out, System.err, "cf", jar.toString(), "-C", piece, ".") == 0) {
        path.add(jar.toString());
      } else {
        throw new IOException("cannot pack " + piece);
      }
    }
    return String.join(":", path);
  }

  static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() {
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
