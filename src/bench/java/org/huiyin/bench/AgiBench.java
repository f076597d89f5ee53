package org.huiyin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.huiyin.support.TestHotline;
import org.jspecify.annotations.Nullable;

/**
 * Two thousand callers within the service at one time, and within the library's own server, in turn. This process speaks Asterisk's end of FastAGI and
 * lets each command take a fifth of a second; the service's own time is from a reply to the next command. The hotline does all its work meanwhile
 * (ledger, ticket, events), the peer none.
 */
final class AgiBench implements Benchmark {
  private static final int SESSIONS = 2000;
  private static final Duration THINKING = Duration.ofMillis(200);
  private static final Duration TO_START = Duration.ofSeconds(30);

  private record Session(List<Double> millis, boolean whole) {
  }

  private record Round(int whole, double commandsPerSecond, Quantiles turnaround, long megabytes) {
    void print(String name) {
      System.out.printf(Locale.ROOT,
          "%-14s %4d of %d sessions ended well | %5.0f commands a second | turnaround p50 %6.1f ms, p99 %6.1f ms | memory at most %d MB%n",
          name,
          whole, SESSIONS, commandsPerSecond, turnaround.p50(), turnaround.p99(), megabytes);
    }
  }

  @Override
  public boolean holds(boolean full) throws Exception {
    try (TestHotline hotline = TestHotline.start(Map.of()); Peer peer = new Peer()) {
      String secret = hotline.asterisk().secrets().agi();
      int port = hotline.settings().agiPort();
      run(port, secret + "/hotline", 300, Duration.ZERO);
      run(peer.port(), PlainAgiServer.SCRIPT, 300, Duration.ZERO);
      Expectations expectations = new Expectations();
      for (int i = 0; i < (full ? 5 : 2); i++) {
        Round theirs = round(peer.port(), PlainAgiServer.SCRIPT, peer.process().pid());
        theirs.print("library " + (i + 1));
        Round ours = round(port, secret + "/hotline", hotline.servicePid());
        ours.print("hotline " + (i + 1));
        expectations.expect(ours.whole() == SESSIONS, "every session ends well: %d, the library's own server %d (ratio %.2f)", ours.whole(),
            theirs.whole(), ours.whole() / (double) Math.max(1, theirs.whole()));
        expectations.expect(ours.turnaround().p99() <= 100,
            "no caller waits longer than 100 ms for the next act at p99: %.1f ms, there %.1f ms",
            ours.turnaround().p99(), theirs.turnaround().p99());
      }
      return expectations.allHold();
    }
  }

  /** The library's server as a process of its own. */
  private record Peer(Process process, int port) implements AutoCloseable {
    Peer() throws IOException {
      this(freePort());
    }

    private Peer(int port) throws IOException {
      this(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx768m", "-XX:+UseSerialGC", "-cp",
          System.getProperty("java.class.path"), PlainAgiServer.class.getName(), String.valueOf(port)).redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD).start(), port);
      TestHotline.await(TO_START, "the library's server", this::answers);
    }

    private static int freePort() throws IOException {
      try (ServerSocket free = new ServerSocket(0)) {
        return free.getLocalPort();
      }
    }

    private @Nullable Boolean answers() {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return socket.isConnected();
      } catch (IOException e) {
        return null;
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static Round round(int port, String path, long pid) throws Exception {
    long began = System.nanoTime();
    List<Session> sessions = run(port, path, SESSIONS, THINKING);
    double seconds = (System.nanoTime() - began) / 1e9;
    List<Double> all = sessions.stream().flatMap(session -> session.millis().stream()).toList();
    return new Round((int) sessions.stream().filter(Session::whole).count(), all.size() / seconds, Quantiles.of(all),
        Cpu.peakMegabytes(pid));
  }

  private static List<Session> run(int port, String path, int count, Duration thinking) throws InterruptedException, ExecutionException {
    try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Session>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long after = thinking.toMillis() * i / count;
        tasks.add(() -> {
          Thread.sleep(after);
          return session(port, path, thinking);
        });
      }
      List<Session> sessions = new ArrayList<>();
      for (Future<Session> each : peers.invokeAll(tasks)) {
        sessions.add(each.get());
      }
      return sessions;
    }
  }

  private static Session session(int port, String path, Duration thinking) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    boolean done = false;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = socket.getOutputStream();
      out.write(header(path).getBytes(StandardCharsets.UTF_8));
      long asked = System.nanoTime();
      for (String command = in.readLine(); command != null; command = in.readLine()) {
        millis.add((System.nanoTime() - asked) / 1e6);
        done |= command.contains("HOTLINE_DONE");
        if (!thinking.isZero()) {
          Thread.sleep(thinking);
        }
        out.write((reply(command) + "\n").getBytes(StandardCharsets.UTF_8));
        asked = System.nanoTime();
      }
    } catch (IOException e) {
      return new Session(millis, done);
    }
    return new Session(millis, done);
  }

  private static String header(String path) {
    return "agi_network: yes\nagi_request: agi://127.0.0.1/" + path + "\nagi_network_script: " + path
        + "\nagi_channel: PJSIP/resident-1\nagi_arg_1: " + UUID.randomUUID()
        + "\nagi_arg_2: bench@resident\nagi_arg_3: 13800138000\nagi_arg_4: allowed\nagi_arg_5: 12345\nagi_arg_6: "
        + System.currentTimeMillis() / 1000 + "\n\n";
  }

  /** What Asterisk answers to a caller who presses 2 at the menu, speaks 5 s and presses #. */
  private static String reply(String command) {
    if (command.startsWith("STREAM FILE") && command.contains("/menu")) {
      return "200 result=50 endpos=8000";
    }
    if (command.startsWith("STREAM FILE")) {
      return "200 result=0 endpos=8000";
    }
    if (command.startsWith("RECORD FILE")) {
      return "200 result=35 (dtmf) endpos=40000";
    }
    if (command.startsWith("GET VARIABLE")) {
      return "200 result=0";
    }
    return "200 result=1";
  }
}
