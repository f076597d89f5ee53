package org.huiyin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Sealing is ended everywhere: after each of its steps by the process itself, and by SIGKILL at each system call with which a thread of it writes, forces,
 * renames, opens or removes something. What the next process finds and makes good is the result.
 */
final class SealingKilled implements Fault {
  static final int SAMPLE_OF_STEPS = 4;
  private static final int SAMPLE_OF_WRITES = 8;
  /** Some lie behind the end, since no two sealings write equally often. */
  private static final int MOST_WRITES = 280;
  private static final int TO_BE_MET = 300;
  private static final int LANES = 2;

  @Override
  public String name() {
    return "sealing-killed";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Path folder = Files.createTempDirectory("huiyin-bench-sealing-");
    SealingAccount account = new SealingAccount();
    try {
      sealAndEnd(folder, account, full, new Random(seed));
    } finally {
      SealingHome.remove(folder);
    }
    Result result = account.result(SealingHome.CALLS);
    if (full && result.trials() < TO_BE_MET) {
      throw new IllegalStateException("sealing was ended at only " + result.trials() + " points: " + result.findings());
    }
    return result;
  }

  private static void sealAndEnd(Path folder, SealingAccount account, boolean full, Random random) throws Exception {
    List<SealingHome> lanes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(LANES)) {
      for (int lane = 0; lane < LANES; lane++) {
        Path own = Files.createDirectories(folder.resolve("lane-" + lane));
        lanes.add(new SealingHome(own, own.resolve("home"), account));
      }
      int steps = lanes.getFirst().seal(0, (process, _) -> SealingHome.go(process))
          .orElseThrow(() -> new IOException("sealing did not come to its end undisturbed"));
      int writes = lanes.getFirst().writes();
      account.finding(writes == 0
          ? "strace is not there or may not look at other processes: nothing was ended at a system call"
          : "a sealing of " + SealingHome.CALLS + " calls has " + steps + " steps; a thread of it writes up to " + writes + " times");
      List<Point> points = new ArrayList<>();
      drawn(steps, full ? steps : SAMPLE_OF_STEPS, random).forEach(step -> points.add(new Point(step, 0)));
      drawn(writes, full ? MOST_WRITES : SAMPLE_OF_WRITES, random).forEach(write -> points.add(new Point(0, write)));
      List<Future<?>> running = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        running.add(threads.submit(lane(lanes.get(lane), points, lane, account)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      lanes.forEach(SealingHome::close);
    }
  }

  /** Every other point, and at last a look at everything. */
  private static Callable<Boolean> lane(SealingHome home, List<Point> points, int first, SealingAccount account) {
    return () -> {
      for (int i = first; i < points.size(); i += LANES) {
        if (points.get(i).end(home)) {
          account.ended();
        }
      }
      home.makeGood();
      return true;
    };
  }

  /** Where a sealing ends: after a step, or at a write. */
  private record Point(int step, int write) {
    boolean end(SealingHome home) throws Exception {
      return write > 0 ? home.killedAtWrite(write) : home.seal(step, (process, _) -> SealingHome.go(process)).isEmpty();
    }
  }

  private static List<Integer> drawn(int of, int many, Random random) {
    List<Integer> all = new ArrayList<>(IntStream.rangeClosed(1, of).boxed().toList());
    Collections.shuffle(all, random);
    return all.subList(0, Math.min(many, of));
  }
}
