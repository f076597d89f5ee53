package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes the decisions of the recordings, one at a time, and sees whether a test notices. Which classes, which tests and the threshold stand in the pom: Maven
 * runs PIT, in the Java that runs this.
 */
final class MutationBench implements Benchmark {
  private static final int CLASS = 1;
  private static final int METHOD = 3;
  private static final int LINE = 4;
  private static final int FATE = 5;

  @Override
  public boolean holds(boolean full) throws Exception {
    Path project = Path.of(System.getProperty("huiyin.project", "")).toAbsolutePath();
    Path log = project.resolve("target/mutation.log");
    int exit = new ProcessBuilder("mvn", "-B", "-ntp", "org.pitest:pitest-maven:mutationCoverage",
        "-Dpitest.jvm=" + Path.of(System.getProperty("java.home"), "bin/java")).directory(project.toFile()).redirectErrorStream(true)
        .redirectOutput(log.toFile()).start().waitFor();
    Path fates = project.resolve("target/pit-reports/mutations.csv");
    if (!Files.exists(fates)) {
      throw new IOException("nothing was changed; see " + log);
    }
    tell(Files.readAllLines(fates));
    if (exit != 0) {
      System.out.println("  FAILS: fewer than the threshold in the pom are noticed, or a test fails by itself; see " + log);
    }
    return exit == 0;
  }

  private static void tell(List<String> lines) {
    Map<String, int[]> classes = new TreeMap<>();
    for (String line : lines) {
      String[] fields = line.split(",", -1);
      String name = fields[CLASS].substring(fields[CLASS].lastIndexOf('.') + 1);
      int[] counts = classes.computeIfAbsent(name, _ -> new int[2]);
      counts[0]++;
      if (fields[FATE].equals("KILLED") || fields[FATE].equals("TIMED_OUT")) {
        counts[1]++;
      } else {
        System.out.println("  not noticed: " + name + "." + fields[METHOD] + ", line " + fields[LINE] + ", "
            + fields[2].substring(fields[2].lastIndexOf('.') + 1));
      }
    }
    System.out.printf("  %-20s %8s %8s%n", "class", "changes", "noticed");
    classes.forEach((name, counts) -> System.out.printf("  %-20s %8d %7d%%%n", name, counts[0], 100 * counts[1] / counts[0]));
    int all = classes.values().stream().mapToInt(counts -> counts[0]).sum();
    int noticed = classes.values().stream().mapToInt(counts -> counts[1]).sum();
    System.out.printf("  %-20s %8d %7d%%%n", "all", all, all == 0 ? 0 : 100 * noticed / all);
  }
}
