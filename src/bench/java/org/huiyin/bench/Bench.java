package org.huiyin.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Runs the benchmarks by name; without one all of them but the faults, which take as long again, and the mutations, which measure the tests. */
public final class Bench {
  private static final String FAULTS = "faults";
  private static final String MUTATION = "mutation";
  private static final Set<String> ONLY_BY_NAME = Set.of(FAULTS, MUTATION);
  private static final Map<String, Function<Options, Benchmark>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("calls", _ -> new CallsBench());
    ALL.put("agi", _ -> new AgiBench());
    ALL.put("seal", _ -> new SealBench());
    ALL.put("purge", _ -> new PurgeBench());
    ALL.put("replay", _ -> new ReplayBench());
    ALL.put("fuzz", FuzzBench::new);
    ALL.put(MUTATION, _ -> new MutationBench());
    ALL.put(FAULTS, FaultsBench::new);
  }

  private Bench() {
  }

  public static void main(String[] arguments) throws Exception {
    System.exit(run(arguments) ? 0 : 1);
  }

  private static boolean run(String[] arguments) throws Exception {
    try {
      Options options = Options.read(arguments);
      if (!ALL.keySet().containsAll(options.names())) {
        throw new IllegalArgumentException(
            "bench knows " + String.join(", ", ALL.keySet()) + ", and --full; faults knows --only, --seed, --minutes, fuzz --seed");
      }
      boolean allHold = true;
      for (Map.Entry<String, Function<Options, Benchmark>> each : ALL.entrySet()) {
        if (options.names().isEmpty() ? !ONLY_BY_NAME.contains(each.getKey()) : options.names().contains(each.getKey())) {
          System.out.println("== " + each.getKey());
          allHold &= each.getValue().apply(options).holds(options.full());
        }
      }
      return allHold;
    } catch (IllegalArgumentException e) {
      System.err.println("huiyin: " + e.getMessage());
      return false;
    }
  }
}
