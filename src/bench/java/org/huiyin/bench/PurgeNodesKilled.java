package org.huiyin.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.huiyin.retention.PurgeNode;
import org.huiyin.retention.PurgeWorkload;

/**
 * Two nodes destroy what is due in one PostgreSQL and one store, while one after the other is ended by SIGKILL or stands still for half a minute, each with
 * a clock that is up to 30 s wrong. A call here is a recording that is due: lost is one that is not destroyed in the end or has no certificate, or that
 * nobody else took over within 30 s, doubled is one that was destroyed or certified twice.
 */
final class PurgeNodesKilled implements Fault {
  private static final int SAMPLE = 6;
  private static final int ALL = 100;
  private static final int WAVE = 1500;
  private static final List<Integer> SKEWS = List.of(-30, 0, 30);
  private static final Duration TO_START = Duration.ofMinutes(3);
  private static final Duration TAKEOVER = Duration.ofSeconds(30);
  private static final Duration STANDS_STILL = Duration.ofSeconds(35);
  private static final Duration TO_THE_END = Duration.ofMinutes(10);
  private static final Duration GLANCE = Duration.ofMillis(200);

  @Override
  public String name() {
    return "purge-nodes";
  }

  @Override
  public Result run(boolean full, long seed) throws Exception {
    Path folder = Files.createTempDirectory("huiyin-bench-nodes-");
    List<Node> nodes = new ArrayList<>();
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        PurgeWorkload workload = PurgeWorkload.open(folder, List.of("--spring.datasource.url=" + server.getJdbcUrl("postgres", "postgres"),
            "--spring.datasource.username=postgres", "--spring.datasource.password=postgres"))) {
      for (String name : List.of("one", "two")) {
        nodes.add(new Node(name, folder, server.getJdbcUrl("postgres", "postgres"), workload.ahead().toSeconds()));
      }
      return new Trials(workload, nodes, new Random(seed)).run(full ? ALL : SAMPLE);
    } finally {
      nodes.forEach(Node::kill);
      Folders.remove(folder);
    }
  }

  /** A node that is started anew after each end, with another clock. */
  private static final class Node {
    private final String name;
    private final Path home;
    private final String database;
    private final long ahead;
    private Process process;

    Node(String name, Path home, String database, long ahead) throws IOException {
      this.name = name;
      this.home = home;
      this.database = database;
      this.ahead = ahead;
      this.process = started(0);
    }

    private Process started(int skew) throws IOException {
      return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), PurgeNode.class.getName(), home.toString(), name,
          database,
          Long.toString(ahead + skew)).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(told().toFile())).start();
    }

    private Path told() {
      return home.resolve("node-" + name + ".txt");
    }

    long ready() {
      try (var lines = Files.lines(told(), StandardCharsets.UTF_8)) {
        return lines.filter("READY"::equals).count();
      } catch (IOException e) {
        return 0;
      }
    }

    void kill() {
      process.destroyForcibly().onExit().join();
    }

    void startAnew(int skew) throws IOException {
      process = started(skew);
    }

    void signal(String signal) throws IOException, InterruptedException {
      Process sending = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      if (!sending.waitFor(10, TimeUnit.SECONDS) || sending.exitValue() != 0) {
        throw new IOException("the node could not be sent SIG" + signal);
      }
    }
  }

  private static final class Trials {
    private final PurgeWorkload workload;
    private final List<Node> nodes;
    private final Random random;
    private final List<String> findings = new ArrayList<>();
    private Duration worst = Duration.ZERO;
    private int due;
    private int late;

    Trials(PurgeWorkload workload, List<Node> nodes, Random random) {
      this.workload = workload;
      this.nodes = nodes;
      this.random = random;
    }

    Result run(int many) throws IOException, InterruptedException {
      add();
      for (Node node : nodes) {
        await(node, 0);
      }
      int inHands = 0;
      for (int trial = 0; trial < many; trial++) {
        if (workload.left() < WAVE) {
          add();
        }
        Trial.pass(Duration.ofMillis(200 + random.nextInt(2500)));
        inHands += breaks(nodes.get(random.nextInt(nodes.size())), random.nextBoolean());
      }
      findings.add(inHands + " recordings were in the hands of a node when it was ended or stood still");
      await("everything due is destroyed", TO_THE_END, () -> workload.left() == 0);
      nodes.forEach(Node::kill);
      workload.purgeNextNight();
      return account(many);
    }

    private void add() throws IOException {
      workload.add(WAVE, random.nextInt());
      due += WAVE;
    }

    /** @return how many recordings it had in its hands */
    private int breaks(Node node, boolean killed) throws IOException, InterruptedException {
      if (killed) {
        node.kill();
      } else {
        node.signal("STOP");
      }
      long began = System.nanoTime();
      List<UUID> left = workload.inHandsOf(node.name);
      long ready = node.ready();
      if (killed) {
        node.startAnew(SKEWS.get(random.nextInt(SKEWS.size())));
      }
      while (!workload.destroyed(left) && System.nanoTime() - began < STANDS_STILL.toNanos()) {
        Trial.pass(GLANCE);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      worst = took.compareTo(worst) > 0 ? took : worst;
      if (took.compareTo(TAKEOVER) > 0) {
        late++;
        findings.add("what node " + node.name + " had in its hands when it was " + (killed ? "ended" : "stopped") + ", " + left.size()
            + " recordings, was not destroyed by another within " + TAKEOVER.toSeconds() + " s");
      }
      if (killed) {
        await(node, ready);
      } else {
        Trial.pass(STANDS_STILL.minus(took));
        node.signal("CONT");
      }
      return left.size();
    }

    private Result account(int many) throws IOException {
      List<Long> account = workload.account();
      long lost = Math.max(due - account.getFirst(), due - workload.purged()) + account.getLast() + workload.unclosed();
      long doubled = Math.max(account.get(1), account.get(2)) - due;
      findings
          .add("%d due: %d destroyed, %d certificates, %d entries in the audit about %d recordings, %d objects left, %d runs without a root"
              .formatted(due, account.getFirst(), account.get(1), account.get(2), workload.purged(), account.getLast(),
                  workload.unclosed()));
      return new Result(many, due, Math.toIntExact(lost) + late, 0, Math.toIntExact(Math.max(doubled, 0)), worst, findings);
    }

    private static void await(Node node, long readyBefore) {
      await("node " + node.name + " is ready; it tells in " + node.told(), TO_START, () -> node.ready() > readyBefore);
    }

    private static void await(String what, Duration limit, BooleanSupplier condition) {
      long until = System.nanoTime() + limit.toNanos();
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("not within " + limit.toSeconds() + " s: " + what);
        }
        Trial.pass(GLANCE);
      }
    }
  }
}
