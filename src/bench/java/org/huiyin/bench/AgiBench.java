package org.huiyin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

/** Two thousand callers within the service at one time. This process speaks Asterisk's end of FastAGI and lets each command take as long as a fast
 * Asterisk would; the service's own time is from a reply to the next command. */
final class AgiBench implements Benchmark {
  private static final int SESSIONS = 2000;
  private static final Duration THINKING = Duration.ofMillis(200);

  private record Session(List<Double> millis, boolean whole) {
  }

  @Override
  public boolean holds(boolean full) throws Exception {
    try (TestHotline hotline = TestHotline.start(Map.of())) {
      run(hotline, 200, Duration.ZERO);
      Expectations expectations = new Expectations();
      for (int i = 0; i < (full ? 5 : 1); i++) {
        measure(hotline, expectations);
      }
      return expectations.allHold();
    }
  }

  private static void measure(TestHotline hotline, Expectations expectations) throws Exception {
    long began = System.nanoTime();
    List<Session> sessions = run(hotline, SESSIONS, THINKING);
    double seconds = (System.nanoTime() - began) / 1e9;
    List<Double> all = sessions.stream().flatMap(session -> session.millis().stream()).toList();
    long whole = sessions.stream().filter(Session::whole).count();
    Quantiles turnaround = Quantiles.of(all);
    System.out.printf(Locale.ROOT,
        "%d sessions at one time: %d ended well | %.0f commands a second | turnaround p50 %.1f ms, p99 %.1f ms | memory at most %d MB%n",
        SESSIONS, whole, all.size() / seconds, turnaround.p50(), turnaround.p99(), Cpu.peakMegabytes(hotline.servicePid()));
    expectations.expect(whole == SESSIONS, "every session ends well: %d of %d", whole, SESSIONS);
    expectations.expect(turnaround.p99() <= 100, "no caller waits longer than 100 ms for the next act at p99: %.1f ms", turnaround.p99());
  }

  private static List<Session> run(TestHotline hotline, int count, Duration thinking) throws InterruptedException, ExecutionException {
    String secret = hotline.asterisk().secrets().agi();
    int port = hotline.settings().agiPort();
    try (ExecutorService peers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Session>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long after = thinking.toMillis() * i / count;
        tasks.add(() -> {
          Thread.sleep(after);
          return session(port, secret, thinking);
        });
      }
      List<Session> sessions = new ArrayList<>();
      for (Future<Session> each : peers.invokeAll(tasks)) {
        sessions.add(each.get());
      }
      return sessions;
    }
  }

  private static Session session(int port, String secret, Duration thinking) throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    boolean done = false;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      OutputStream out = socket.getOutputStream();
      out.write(header(secret).getBytes(StandardCharsets.UTF_8));
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

  private static String header(String secret) {
    return "agi_network: yes\nagi_network_script: " + secret + "/hotline\nagi_channel: PJSIP/resident-1\nagi_arg_1: " + UUID.randomUUID()
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
    return "200 result=1";
  }
}
