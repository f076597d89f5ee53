package org.huiyin.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.huiyin.foundation.HuiyinHome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What is on the disk after a power failure is told by the order of the system calls, so they are traced. */
class SpoolFlushTest {
  private static final String CALL = "0d8e7a52-7a3e-4a39-9d53-0b6a0e5b3c11";
  private static final Pattern OPENED = Pattern.compile("openat\\(AT_FDCWD, \"([^\"]+)\".*\\) = (\\d+)$");
  private static final Pattern FLUSHED = Pattern.compile("fsync\\((\\d+)\\) += 0$");
  private static final Pattern UNFINISHED = Pattern.compile("^(\\d+) +(.*) <unfinished \\.\\.\\.>$");
  private static final Pattern RESUMED = Pattern.compile("^(\\d+) +<\\.\\.\\. \\w+ resumed>(.*)$");

  /** Runs in a process of its own, under strace: a call begins, its files grow, nothing changes. */
  public static final class Traced {
    private Traced() {
    }

    public static void main(String[] arguments) throws IOException {
      var home = new HuiyinHome(Path.of(arguments[0]), "main");
      var flush = new SpoolFlush(home);
      var day = Files.createDirectories(home.spool().resolve("20261123"));
      Files.writeString(day.resolve(CALL + ".start"), "{}\n");
      Files.writeString(day.resolve(CALL + "-caller.wav"), "RIFF");
      Files.writeString(day.resolve("somebody-elses"), "x");
      step(home, "first", flush);
      Files.writeString(day.resolve(CALL + "-caller.wav"), "more", StandardOpenOption.APPEND);
      step(home, "grown", flush);
      step(home, "unchanged", flush);
    }

    /** A folder that is opened by its name marks in the trace where a step ends. */
    private static void step(HuiyinHome home, String name, SpoolFlush flush) throws IOException {
      flush.flush();
      try (var marked = Files.newInputStream(Files.createFile(home.home().resolve("after-" + name)))) {
        assertThat(marked.read()).isNegative();
      }
    }
  }

  @Test
  void a_growing_file_reaches_the_disk_before_the_folder_that_names_it_and_nothing_is_flushed_twice(@TempDir Path home) throws Exception {
    var trace = home.resolve("trace");
    var run = new ProcessBuilder("strace", "-f", "-e", "trace=openat,fsync,fdatasync", "-o", trace.toString(),
        Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
        System.getProperty("java.class.path"), Traced.class.getName(), home.toString()).redirectErrorStream(true).start();
    var said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(run.exitValue()).describedAs(said).isZero();

    var flushed = flushes(trace, home);
    assertThat(flushed.get("first")).hasSize(4).contains("spool/20261123/" + CALL + "-caller.wav", "spool/20261123/" + CALL + ".start")
        .endsWith("spool/20261123", "spool");
    assertThat(flushed.get("grown")).containsExactly("spool/20261123/" + CALL + "-caller.wav");
    assertThat(flushed.get("unchanged")).isEmpty();
  }

  /** The names that were flushed in each step, in order; a flush of another number than a name's last one would not be found. */
  private static Map<String, List<String>> flushes(Path trace, Path home) throws IOException {
    var names = new java.util.HashMap<String, String>();
    var begun = new java.util.HashMap<String, String>();
    var steps = new java.util.HashMap<String, List<String>>();
    var now = new ArrayList<String>();
    for (var line : Files.readAllLines(trace)) {
      var unfinished = UNFINISHED.matcher(line);
      if (unfinished.matches()) {
        begun.put(unfinished.group(1), unfinished.group(2));
        continue;
      }
      var resumed = RESUMED.matcher(line);
      var whole = resumed.matches() ? begun.getOrDefault(resumed.group(1), "") + resumed.group(2) : line;
      var opened = OPENED.matcher(whole);
      if (opened.find()) {
        var path = Path.of(opened.group(1));
        var name = path.startsWith(home) ? home.relativize(path).toString() : path.toString();
        names.put(opened.group(2), name);
        if (name.startsWith("after-") && !steps.containsKey(name.substring(6))) {
          steps.put(name.substring(6), List.copyOf(now));
          now.clear();
        }
      }
      var forced = FLUSHED.matcher(whole);
      if (forced.find()) {
        now.add(names.getOrDefault(forced.group(1), "?"));
      }
    }
    return steps;
  }
}
