package org.huiyin.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks by name, all of them without one. */
public final class Bench {
  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("calls", new CallsBench());
    ALL.put("agi", new AgiBench());
    ALL.put("seal", new SealBench());
  }

  private Bench() {
  }

  public static void main(String[] arguments) throws Exception {
    List<String> names = List.of(arguments).stream().filter(argument -> !argument.startsWith("-")).toList();
    boolean full = List.of(arguments).contains("--full");
    if (!ALL.keySet().containsAll(names) || names.size() + (full ? 1 : 0) != arguments.length) {
      System.err.println("huiyin: bench knows " + String.join(", ", ALL.keySet()) + ", and --full");
      System.exit(1);
    }
    boolean allHold = true;
    for (Map.Entry<String, Benchmark> each : ALL.entrySet()) {
      if (names.isEmpty() || names.contains(each.getKey())) {
        System.out.println("== " + each.getKey());
        allHold &= each.getValue().holds(full);
      }
    }
    System.exit(allHold ? 0 : 1);
  }
}
