package org.huiyin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;

/**
 * Thousands of manager events a second while residents call. The library drops events when its queue is full, the sign of a lost connection among them, and goes
 * on believing that it is connected.
 */
final class ManagerFlood implements Fault {
  private static final Duration BACK = Duration.ofSeconds(15);
  private static final Duration GIVEN_UP = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int EVENTS = 100_000;
  private static final int PER_SECOND = 5000;

  @Override
  public String name() {
    return "manager-flood";
  }

  @Override
  public Result run(boolean full, long seed) throws IOException {
    Random random = new Random(seed);
    Tally tally = new Tally();
    try (TestHotline hotline = TestHotline.start(TonePrompts.all())) {
      for (int i = 0; i < (full ? 10 : 1); i++) {
        tally.add(crowd(hotline, Caller.VOICES, EVENTS, new ManagerCut.Limits(BACK, GIVEN_UP), random));
      }
      return tally.verified(Trial.verify(hotline));
    }
  }

  /** A flood while a crowd talks; the live page has to be right again so long after it. */
  static Result crowd(TestHotline hotline, int callers, int events, ManagerCut.Limits limits, Random random) throws IOException {
    Trial trial = new Trial(hotline);
    trial.dial(Caller.crowd(hotline.resident(), callers, random, PATIENCE));
    Trial.pass(Duration.ofMillis(random.nextInt(500, 3000)));
    long began = System.nanoTime();
    flood(hotline, events);
    long millis = (System.nanoTime() - began) / 1_000_000;
    trial.breaksNow();
    String before = Wired.heartbeat(hotline);
    while (Wired.heartbeat(hotline).equals(before) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
      Trial.pass(Duration.ofMillis(200));
    }
    Duration connected = trial.sinceItBroke();
    while (!Wired.livePageIsRight(hotline) && trial.sinceItBroke().compareTo(GIVEN_UP) < 0) {
      Trial.pass(Duration.ofMillis(200));
    }
    Duration right = trial.sinceItBroke();
    Result settled = trial.settle(limits.books(), true);
    List<String> findings = new ArrayList<>(settled.findings());
    findings.add("%d events in %d ms; after them the manager answered within %d ms, the live page was right after %d ms".formatted(events,
        millis, connected.toMillis(), right.toMillis()));
    int wrong = right.compareTo(limits.back()) > 0 ? 1 : 0;
    return new Result(1, settled.calls(), settled.lost() + wrong, settled.salvaged(), settled.doubled(), right, findings);
  }

  /** The ends of calls that there never were, and events that nobody knows. */
  private static void flood(TestHotline hotline, int events) throws IOException {
    String secret = UUID.randomUUID().toString();
    Path accounts = hotline.settings().home().asterisk().resolve("etc/manager.conf");
    String before = Files.readString(accounts);
    Files.writeString(accounts, "\n[flood](line)\nsecret = " + secret + "\nread =\nwrite = user\n", StandardOpenOption.APPEND);
    hotline.asterisk().console("manager reload");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hotline.settings().amiPort())) {
      OutputStream out = socket.getOutputStream();
      Answers answers = new Answers(socket.getInputStream());
      Thread reading = Thread.ofVirtual().start(answers);
      send(out, "Action: Login\r\nUsername: flood\r\nSecret: " + secret + "\r\nEvents: off\r\n\r\n");
      long began = System.nanoTime();
      for (int sent = 0; sent < events; sent++) {
        send(out,
            "Action: UserEvent\r\nUserEvent: " + (sent % 2 == 0 ? "HotlineEnd\r\nCallId: " + UUID.randomUUID() : "Nothing\r\nN: " + sent)
                + "\r\n\r\n");
        Duration ahead = Duration.ofNanos(sent * 1_000_000_000L / PER_SECOND - (System.nanoTime() - began));
        if (ahead.compareTo(Duration.ofMillis(20)) > 0) {
          Trial.pass(ahead);
        }
      }
      TestHotline.await(GIVEN_UP, "Asterisk's answers to " + events + " events",
          () -> (answers.successes.get() > events || !reading.isAlive()) ? true : null);
      if (answers.successes.get() <= events) {
        throw new IOException("Asterisk took only " + answers.successes.get() + " of " + events + " events");
      }
    } finally {
      Files.writeString(accounts, before);
      hotline.asterisk().console("manager reload");
    }
  }

  private static void send(OutputStream out, String action) throws IOException {
    out.write(action.getBytes(StandardCharsets.US_ASCII));
  }

  /** Counts what Asterisk took, the login among it. */
  private static final class Answers implements Runnable {
    private final InputStream in;
    private final AtomicInteger successes = new AtomicInteger();

    Answers(InputStream in) {
      this.in = in;
    }

    @Override
    public void run() {
      try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.US_ASCII))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.equals("Response: Success")) {
            successes.incrementAndGet();
          }
        }
      } catch (IOException closed) {
        // The flood is over.
      }
    }
  }
}
