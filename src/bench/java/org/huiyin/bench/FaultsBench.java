package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Breaks the hotline in every way there is, in an order that the seed draws, and counts what became of the calls. */
final class FaultsBench implements Benchmark {
  private static final String HEAD = """
      | fault | trials | calls | lost | salvaged | doubled | worst recovery |
      |---|---|---|---|---|---|---|
      """;

  private final Options options;

  FaultsBench(Options options) {
    this.options = options;
  }

  /** Every fault there is; who adds one adds a line. */
  static List<Fault> all(Options options) {
    List<Fault> faults = new ArrayList<>();
    faults.add(new KilledService());
    faults.add(new KilledAsterisk());
    faults.add(new DatabaseAway());
    faults.add(new ManagerCut());
    faults.add(new ManagerFlood());
    faults.add(new HostileNeighbours());
    faults.add(new HungService());
    faults.add(new Soak(options.minutes()));
    faults.add(new SealingKilled());
    faults.add(new DiskFull());
    faults.add(new StoreDamaged());
    faults.add(new ClockJumped());
    faults.add(new PurgeNodesKilled());
    faults.add(new PurgeKilled());
    return faults;
  }

  private record Row(String name, @Nullable Result result, @Nullable Throwable failure, Duration took) {
    boolean holds() {
      return result != null && result.holds();
    }

    String line() {
      return result == null
          ? "| %s | - | - | - | - | - | could not be carried out |".formatted(name)
          : String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %s |", name, result.trials(), result.calls(), result.lost(),
              result.salvaged(), result.doubled(),
              result.worstRecovery().isZero() ? "-" : "%.1f s".formatted(result.worstRecovery().toMillis() / 1000.0));
    }

    List<String> findings() {
      return result == null ? List.of(String.valueOf(failure)) : result.findings();
    }
  }

  @Override
  public boolean holds(boolean full) throws Exception {
    long seed = options.seed().orElseGet(() -> Math.floorMod(System.nanoTime(), 1_000_000L));
    List<Fault> faults = chosen(full);
    Collections.shuffle(faults, new Random(seed));
    System.out.println("seed " + seed + (full ? ", all the trials: " : ", a sample of the trials: ")
        + faults.stream().map(Fault::name).collect(Collectors.joining(", ")));
    List<Row> rows = new ArrayList<>();
    for (Fault fault : faults) {
      System.out.println("-- " + fault.name());
      Row row = run(fault, full, seed);
      rows.add(row);
      System.out.printf(Locale.ROOT, "%s%s  (%d s)%n", HEAD, row.line(), row.took().toSeconds());
      row.findings().forEach(finding -> System.out.println("   " + finding));
      write(rows, full, seed);
    }
    System.out.println("the whole report: " + write(rows, full, seed));
    System.out.print(table(rows));
    return !rows.isEmpty() && rows.stream().allMatch(Row::holds);
  }

  private List<Fault> chosen(boolean full) {
    List<Fault> all = all(options);
    List<String> names = all.stream().map(Fault::name).toList();
    if (!names.containsAll(options.only())) {
      throw new IllegalArgumentException("the faults are " + String.join(", ", names));
    }
    return new ArrayList<>(all.stream()
        .filter(fault -> options.only().isEmpty() ? full || !fault.onlyInFull() : options.only().contains(fault.name())).toList());
  }

  /** The seed of a fault does not depend on which others run, so that one alone repeats what it did among all. */
  private static Row run(Fault fault, boolean full, long seed) {
    long began = System.nanoTime();
    try {
      return new Row(fault.name(), fault.run(full, seed * 31 + fault.name().hashCode()), null, Duration.ofNanos(System.nanoTime() - began));
    } catch (Exception | AssertionError e) {
      e.printStackTrace(System.out);
      return new Row(fault.name(), null, e, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static String table(List<Row> rows) {
    return HEAD + rows.stream().map(Row::line).collect(Collectors.joining("\n")) + "\n";
  }

  private static Path write(List<Row> rows, boolean full, long seed) throws IOException {
    String home = System.getenv("HUIYIN_HOME");
    Path folder = home == null ? Path.of("target") : Path.of(home);
    Files.createDirectories(folder);
    StringBuilder text = new StringBuilder("# What became of the calls\n\n`./huiyin bench faults --seed " + seed + (full ? " --full" : "")
        + "` on " + System.getProperty("os.name") + ", " + Runtime.getRuntime().availableProcessors() + " processors\n\n" + table(rows));
    for (Row row : rows) {
      text.append("\n## ").append(row.name()).append(", ").append(row.took().toSeconds()).append(" s\n\n");
      row.findings().forEach(finding -> text.append("- ").append(finding).append('\n'));
      text.append(row.findings().isEmpty() ? "Nothing to remark.\n" : "");
    }
    return Files.writeString(folder.resolve("faults-" + seed + ".md"), text).toAbsolutePath();
  }
}
