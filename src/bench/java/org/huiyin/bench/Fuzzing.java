package org.huiyin.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.support.TestAsterisk;

/**
 * Jazzer on one reader of bytes from outside, in a process of its own: its agent rewrites the classes that it watches. It begins with inputs that are right and
 * changes them towards code that was not run before.
 *
 * @param target a class with {@code fuzzerTestOneInput(byte[])}, which throws where something does not hold
 * @param seeds inputs as they really arrive
 */
public record Fuzzing(Class<?> target, List<byte[]> seeds) {
  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");
  private static final Pattern COVERED = Pattern.compile("cov: (\\d+)");
  private static final Pattern WRONG = Pattern.compile("(?m)^==(?:\\d+==)? .*$(\\R(?!== libFuzzer).*){0,8}");
  /** The heap has its own limit. Without this, libFuzzer would take the peak of the process that started this one for this one's: Linux hands it down. */
  private static final String NO_LIMIT_BY_PEAK = "-rss_limit_mb=0";
  private static final int LONGEST = 4096;

  /** Every reader of bytes from outside on a call's way into the books. */
  public static List<Fuzzing> all() {
    return List.of(new Fuzzing(org.huiyin.recording.AudioFuzz.class, org.huiyin.recording.AudioFuzz.seeds()),
        new Fuzzing(org.huiyin.call.SidecarFuzz.class, org.huiyin.call.SidecarFuzz.seeds()),
        new Fuzzing(org.huiyin.operations.RecordsFuzz.class, org.huiyin.operations.RecordsFuzz.seeds()),
        new Fuzzing(org.huiyin.telephony.AgiFuzz.class, org.huiyin.telephony.AgiFuzz.seeds()));
  }

  /**
   * @param runs inputs that were tried
   * @param covered branches that they went through
   * @param wrong what was found, with the input that shows it in Base64; empty when nothing was
   */
  public record Outcome(long runs, int covered, Optional<String> wrong) {
  }

  /** So many inputs, the same ones for the same seed. */
  public Outcome tries(int runs, long seed) throws IOException, InterruptedException {
    return run("-runs=" + runs, seed);
  }

  /** As many inputs as there is time for. */
  public Outcome lasts(int seconds, long seed) throws IOException, InterruptedException {
    return run("-max_total_time=" + seconds, seed);
  }

  private Outcome run(String limit, long seed) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("huiyin-fuzz-");
    try {
      Path corpus = Files.createDirectory(folder.resolve("corpus"));
      for (byte[] each : seeds) {
        Files.write(corpus.resolve("seed-" + seeds.indexOf(each)), each);
      }
      Path said = folder.resolve("said");
      int exit = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+EnableDynamicAgentLoading", "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + folder, "-cp",
          classPath(), "com.code_intelligence.jazzer.Jazzer", "--target_class=" + target.getName(),
          "--instrumentation_includes=org.huiyin.**:org.asteriskjava.fastagi.**", "--reproducer_path=" + folder,
          "-artifact_prefix=" + folder + "/", "-seed=" + seed, "-max_len=" + LONGEST, NO_LIMIT_BY_PEAK, limit, corpus.toString()))
          .directory(folder.toFile())
          .redirectErrorStream(true).redirectOutput(said.toFile()).start().waitFor();
      return outcome(exit, Files.readString(said, StandardCharsets.ISO_8859_1), folder);
    } finally {
      TestAsterisk.remove(folder);
    }
  }

  /** The process works in a folder of its own. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1)).filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
  }

  private static Outcome outcome(int exit, String said, Path folder) throws IOException {
    long runs = last(DONE, said).map(Long::parseLong).orElse(0L);
    int covered = last(COVERED, said).map(Integer::parseInt).orElse(0);
    if (exit == 0 && runs > 0) {
      return new Outcome(runs, covered, Optional.empty());
    }
    List<String> wrong = new ArrayList<>(WRONG.matcher(said).results().map(MatchResult::group).limit(1).toList());
    try (var left = Files.list(folder)) {
      for (Path input : left.filter(path -> path.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-.*")).toList()) {
        wrong.add("input: " + Base64.getEncoder().encodeToString(Files.readAllBytes(input)));
      }
    }
    return new Outcome(runs, covered,
        Optional.of(wrong.isEmpty()
            ? "it ended with " + exit + ": " + said.substring(Math.max(0, said.length() - 2000))
            : String.join("\n", wrong)));
  }

  private static Optional<String> last(Pattern what, String said) {
    return what.matcher(said).results().map(found -> found.group(1)).reduce((_, later) -> later);
  }
}
