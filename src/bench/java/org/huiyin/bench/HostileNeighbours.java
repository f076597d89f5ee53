package org.huiyin.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.resident.Crowd;
import org.huiyin.resident.Outcome;
import org.huiyin.resident.Outcome.Talked;
import org.huiyin.resident.PlannedCall;
import org.huiyin.support.TestHotline;

/** Others on the machine at the FastAGI port: 2,000 idle connections at any time, lines of 100 MB without an end, garbage for headers; and residents who call meanwhile. */
final class HostileNeighbours implements Fault {
  private static final int IDLE = 2000;
  private static final int LINE = 100_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final double LIMIT_MILLIS = 500;
  private static final long GROWTH_MEGABYTES = 150;
  private static final int MEASURED = 20;

  @Override
  public String name() {
    return "hostile-neighbours";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all())) {
      untilTheNotice(hotline);
      double before = untilTheNotice(hotline);
      for (int i = 0; i < (full ? 10 : 2); i++) {
        tally.add(trial(hotline, before, random));
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  private static Result trial(TestHotline hotline, double before, Random random) throws Exception {
    long memory = Cpu.megabytes(hotline.servicePid());
    List<Caller> callers = Caller.crowd(hotline.resident(), Caller.VOICES, random, PATIENCE);
    Besieged besieged = besieged(hotline, callers, Duration.ofSeconds(60), random);
    double meanwhile = p95(callers.stream().map(Caller::outcome).toList());
    long most = besieged.megabytes();
    Result settled = besieged.settled();
    List<String> findings = new ArrayList<>(settled.findings());
    int wrong = 0;
    findings
        .add("from the answer to the notice, p95: %.0f ms, before %.0f ms; resident memory %d MB, before %d MB".formatted(meanwhile, before,
            most, memory));
    if (meanwhile >= LIMIT_MILLIS) {
      findings.add("callers wait too long");
      wrong++;
    }
    if (most - memory > GROWTH_MEGABYTES) {
      findings.add("memory grows");
      wrong++;
    }
    return new Result(1, settled.calls(), settled.lost() + wrong, settled.salvaged(), settled.doubled(), settled.worstRecovery(),
        findings);
  }

  /**
   * What became of residents who called under siege.
   *
   * @param megabytes how much memory the service had at the end of it
   */
  record Besieged(Result settled, long megabytes) {
  }

  static Besieged besieged(TestHotline hotline, List<Caller> callers, Duration limit, Random random) throws IOException {
    Trial trial = new Trial(hotline);
    try (Siege siege = new Siege(hotline.settings().agiPort(), random.nextLong())) {
      siege.awaitFull();
      trial.dial(callers, 2);
      Result settled = trial.settle(limit, true);
      siege.check();
      return new Besieged(settled, Cpu.megabytes(hotline.servicePid()));
    }
  }

  /** The 95th of a hundred callers' times from the answer to the first sound, in milliseconds. */
  private static double untilTheNotice(TestHotline hotline) {
    List<PlannedCall> calls = new ArrayList<>();
    for (int i = 0; i < MEASURED; i++) {
      calls.add(hotline.resident().from("135%08d".formatted(i)).dials("12345").hangsUpAfter(Duration.ofSeconds(2)));
    }
    return p95(Crowd.place(calls, 2));
  }

  private static double p95(List<Outcome> outcomes) {
    List<Double> millis = outcomes.stream().map(HostileNeighbours::waited).sorted().toList();
    return millis.get((int) Math.ceil(0.95 * millis.size()) - 1);
  }

  private static double waited(Outcome outcome) {
    return outcome instanceof Talked talked
        ? talked.untilAudio().map(time -> time.toNanos() / 1e6).orElse(Double.POSITIVE_INFINITY)
        : Double.POSITIVE_INFINITY;
  }

  /** Keeps up the pressure until it is closed: who is thrown out comes back. */
  private static final class Siege implements AutoCloseable {
    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> done = new java.util.concurrent.ConcurrentHashMap<>();
    private final java.util.concurrent.atomic.AtomicInteger open = new java.util.concurrent.atomic.AtomicInteger();
    private volatile boolean over;

    Siege(int port, long seed) {
      this.port = port;
      for (int i = 0; i < IDLE; i++) {
        threads.add(Thread.ofVirtual().start(this::idle));
      }
      threads.add(Thread.ofVirtual().start(this::endlessLine));
      Random random = new Random(seed);
      for (int i = 0; i < 4; i++) {
        long own = random.nextLong();
        threads.add(Thread.ofVirtual().start(() -> garbage(new Random(own))));
      }
    }

    void awaitFull() {
      TestHotline.await(Duration.ofSeconds(30), "the siege", () -> open.get() >= IDLE * 9 / 10 ? true : null);
    }

    void check() {
      if (done.getOrDefault("line", 0) == 0 || done.getOrDefault("garbage", 0) < 10) {
        throw new IllegalStateException("the neighbours did not get to do their worst: " + done);
      }
    }

    /** An end of the siege ends the pause. */
    private static void pause() {
      try {
        Thread.sleep(Duration.ofMillis(50));
      } catch (InterruptedException over) {
        Thread.currentThread().interrupt();
      }
    }

    private void idle() {
      while (!over) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          open.incrementAndGet();
          try {
            if (socket.getInputStream().read() >= 0) {
              done.merge("answers to nobody", 1, Integer::sum);
            }
          } finally {
            open.decrementAndGet();
          }
        } catch (IOException thrownOut) {
          pause();
        }
      }
    }

    private void endlessLine() {
      byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
      while (!over) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          for (int sent = 0; sent < LINE && !over; sent += piece.length) {
            socket.getOutputStream().write(piece);
          }
        } catch (IOException thrownOut) {
          done.merge("line", 1, Integer::sum);
        }
        pause();
      }
    }

    private void garbage(Random random) {
      while (!over) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          byte[] bytes = new byte[random.nextInt(1, 20_000)];
          random.nextBytes(bytes);
          socket.getOutputStream().write(random.nextBoolean()
              ? bytes
              : "agi_network: yes\nagi_network_script: x/hotline\n\n".getBytes(
                  StandardCharsets.US_ASCII));
          socket.setSoTimeout(1000);
          done.merge("garbage", 1, Integer::sum);
          socket.getInputStream().readAllBytes();
        } catch (IOException thrownOut) {
          // as it should be
        }
        pause();
      }
    }

    @Override
    public void close() {
      over = true;
      threads.forEach(Thread::interrupt);
      TestHotline.await(Duration.ofSeconds(30), "the end of the siege", () -> threads.stream().noneMatch(Thread::isAlive) ? true : null);
    }
  }
}
