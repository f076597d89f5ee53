package org.huiyin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;

import org.huiyin.recording.SealingProcess;
import org.jspecify.annotations.Nullable;

/**
 * Sealing is ended everywhere: after each of its steps by the process itself, and by SIGKILL at each system call with which a thread of it writes, forces,
 * renames or removes something. What the next process finds and makes good is the result.
 */
final class SealingKilled implements Fault {
  private static final String WRITES = "write,pwrite64,writev,pwritev,fsync,fdatasync,rename,unlink,mkdir,ftruncate,openat";
  private static final int CALLS = 4;
  private static final int SAMPLE_OF_STEPS = 6;
  private static final int SAMPLE_OF_WRITES = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<String> findings = new ArrayList<>();
  private Duration worst = Duration.ZERO;
  private int trials;
  private int lost;
  private int salvaged;
  private int doubled;

  @Override
  public String name() {
    return "sealing-killed";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Path folder = Files.createTempDirectory("huiyin-bench-sealing-");
    try (Home home = new Home(folder)) {
      int steps = home.trial(0, 0).orElseThrow(() -> new IOException("sealing did not come to its end undisturbed"));
      Random random = new Random(seed);
      for (int step : points(steps, full ? steps : SAMPLE_OF_STEPS, random)) {
        home.trial(step, 0);
        trials++;
      }
      writes(home, full, random);
      home.recover();
    } finally {
      remove(folder);
    }
    return new Result(trials, (trials + 1) * CALLS, lost, salvaged, doubled, worst, findings);
  }

  /** From the first such call of each thread to the first at which nothing is left to be ended. */
  private void writes(Home home, boolean full, Random random) throws Exception {
    int last = home.writes();
    if (last == 0) {
      findings.add("strace is not there or may not look at other processes: nothing was ended at a system call");
      return;
    }
    findings.add("a thread of a sealing writes, forces, renames, opens or removes up to " + last + " times");
    for (int point : points(last, full ? last : SAMPLE_OF_WRITES, random)) {
      if (home.trial(0, point).isEmpty()) {
        trials++;
      }
    }
  }

  private static List<Integer> points(int of, int many, Random random) {
    List<Integer> all = new ArrayList<>(IntStream.rangeClosed(1, of).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(many, of));
  }

  private static void remove(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** The class path with its folders packed: only archives can be shared between processes, which then start in a third of the time. */
  private static String packed(Path folder) throws IOException {
    List<String> path = new ArrayList<>();
    for (String piece : System.getProperty("java.class.path").split(":", -1)) {
      Path jar = folder.resolve("classes-" + path.size() + ".jar");
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

  /** One installation, and the processes that follow each other in it. */
  private final class Home implements AutoCloseable {
    private final Path folder;
    private final String classes;
    private @Nullable Process running;

    Home(Path folder) throws IOException {
      this.folder = folder;
      this.classes = packed(folder);
    }

    /** How many steps there were when it came to its end; empty when it was ended. */
    Optional<Integer> trial(int haltAfter, int killAtWrite) throws Exception {
      Process process = start(List.of(folder.resolve("home").toString(), Integer.toString(haltAfter)));
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = told(out);
        if (!"READY".equals(line)) {
          throw new IOException("the process that makes good says " + line + ": " + Files.readString(folder.resolve("errors")));
        }
        Process tracer = killAtWrite == 0 ? null : trace(process, "inject=" + WRITES + ":signal=SIGKILL:when=" + killAtWrite);
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
        String end = out.readLine();
        ended(process);
        if (tracer != null) {
          ended(tracer);
        }
        return end == null ? Optional.empty() : Optional.of(Integer.parseInt(end.substring(end.indexOf(' ') + 1)));
      }
    }

    /** The last process only looks, at everything. */
    void recover() throws Exception {
      Process process = start(List.of(folder.resolve("home").toString(), "0", "recover"));
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        String line = told(out);
        if (line != null) {
          throw new IOException("the last process says " + line);
        }
        ended(process);
      }
    }

    /** Counts what one undisturbed sealing does; 0 where it cannot be traced. */
    int writes() throws Exception {
      Process process = start(List.of(folder.resolve("home").toString(), "0"));
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        told(out);
        Process tracer = trace(process, "trace=" + WRITES);
        process.outputWriter(StandardCharsets.UTF_8).append("go\n").flush();
        out.readLine();
        ended(process);
        if (tracer == null) {
          return 0;
        }
        ended(tracer);
        var perThread = new java.util.HashMap<String, Integer>();
        for (String line : Files.readAllLines(folder.resolve("trace"))) {
          if (line.contains("(") && !line.contains("resumed>")) {
            perThread.merge(line.substring(0, line.indexOf(' ')), 1, Integer::sum);
          }
        }
        return perThread.values().stream().max(Integer::compare).orElse(0);
      }
    }

    private @Nullable Process trace(Process process, String what) throws IOException, InterruptedException {
      Path attached = folder.resolve("attached");
      try {
        Process tracer = new ProcessBuilder("strace", "-f", "-e", "trace=" + WRITES, "-e", what, "-o", folder.resolve("trace").toString(),
            "-p",
            Long.toString(process.pid())).redirectError(attached.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        while (tracer.isAlive() && !Files.readString(attached).contains("attached")) {
          Thread.sleep(5);
        }
        return tracer.isAlive() ? tracer : null;
      } catch (IOException _) {
        return null;
      }
    }

    private Process start(List<String> arguments) throws IOException {
      List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
          "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+AutoCreateSharedArchive",
          "-XX:SharedArchiveFile=" + folder.resolve("classes.jsa"),
          "-cp", classes, SealingProcess.class.getName()));
      command.addAll(arguments);
      running = new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile()).start();
      return running;
    }

    /** Reads what the process found when it made good; returns the line after that. */
    private @Nullable String told(BufferedReader out) throws IOException {
      long began = System.nanoTime();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("FINDING ")) {
          findings.add(line.substring(line.indexOf(' ') + 1));
        } else if (line.startsWith("WELL ")) {
          Duration took = Duration.ofNanos(System.nanoTime() - began);
          worst = took.compareTo(worst) > 0 ? took : worst;
          String[] counts = line.split(" ", -1);
          lost += Integer.parseInt(counts[1]);
          salvaged += Integer.parseInt(counts[2]);
          doubled += Integer.parseInt(counts[3]);
          return out.readLine();
        }
      }
      throw new IOException("the process that makes good ended: " + Files.readString(folder.resolve("errors")));
    }

    private void ended(Process process) throws InterruptedException, IOException {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IOException("a process did not end");
      }
    }

    @Override
    public void close() {
      if (running != null) {
        running.destroyForcibly();
      }
    }
  }
}
