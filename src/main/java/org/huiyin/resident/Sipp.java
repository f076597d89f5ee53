package org.huiyin.resident;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** One SIPp process that holds the SIP side of one or many calls. It ends with this process: it stops when its control socket closes, and is
 * killed by its own pid otherwise. */
final class Sipp implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);
  /** SIPp ends each message between two of its kind with an escape character. */
  private static final int END_OF_MESSAGE = 27;
  private static final Pattern CALL_ID = Pattern.compile("(?im)^call-id: *(\\S+)");
  private static final Pattern EVENT = Pattern.compile("(?im)^(?:event|internal-cmd): *(\\S+)");
  private static final Pattern PORT = Pattern.compile("(?im)^port: *(\\d+)");
  private static final Pattern STATUS = Pattern.compile("received 'SIP/2\\.0 (\\d{3}) ([^\\r\\n']*)");
  private static final Pattern STAMP = Pattern.compile("(?m)^'?\\d{4}-\\d\\d-\\d\\d\\t\\S+\\t\\S+: ");
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "sipp-ends-with-us"));
  }

  private final Path folder;
  private final Process process;
  private final Socket control;
  private final Map<String, Dialogue> dialogues = new ConcurrentHashMap<>();
  private final List<Dialogue> inOrder = new ArrayList<>();

  /** @param rows one per call, see {@link Scenario#row} */
  Sipp(SipAddress hotline, String scenario, List<String> rows, double perSecond) throws IOException {
    folder = Files.createTempDirectory("resident-");
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(folder.resolve("scenario.xml"), scenario);
      Files.writeString(folder.resolve("calls.csv"), "SEQUENTIAL\n" + String.join("\n", rows) + "\n");
      String call = "-" + UUID.randomUUID() + "@resident";
      for (int i = 1; i <= rows.size(); i++) {
        Dialogue dialogue = new Dialogue(i + call);
        dialogues.put(dialogue.sipCallId(), dialogue);
        inOrder.add(dialogue);
      }
      process = start(hotline, "%u" + call, rows.size(), perSecond, server.getLocalPort());
      RUNNING.add(process);
      control = accept(server);
      Thread.ofVirtual().name("sipp-reports").start(this::read);
    } catch (IOException e) {
      delete();
      throw e;
    }
  }

  List<Dialogue> dialogues() {
    return inOrder;
  }

  void press(Dialogue dialogue, char key) {
    tell(dialogue, "Press: " + key);
  }

  void hangUp(Dialogue dialogue) {
    tell(dialogue, "Hang-Up: now");
  }

  /** What SIPp says went wrong with this call. */
  Outcome whyBroken(Dialogue dialogue) {
    String errors = contents("errors.log");
    Optional<String> about = STAMP.splitAsStream(errors).filter(entry -> entry.contains("'" + dialogue.sipCallId() + "'")).findFirst();
    if (about.isPresent()) {
      Matcher status = STATUS.matcher(about.get());
      if (status.find() && dialogue.answeredAt() == 0) {
        return new Outcome.Refused(dialogue.sipCallId(), Integer.parseInt(status.group(1)), status.group(2).strip());
      }
    }
    return new Outcome.Failed(dialogue.sipCallId(), about.or(this::lastWords).map(Sipp::firstLine).orElse("SIPp ended without a word"));
  }

  private Optional<String> lastWords() {
    return Stream.of(contents("errors.log"), contents("screen.log")).flatMap(String::lines).map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("The following events")).reduce((_, last) -> last);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private Process start(SipAddress hotline, String callId, int calls, double perSecond, int controlPort) throws IOException {
    String local = localAddress(hotline).getHostAddress();
    int port;
    try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(local, 0))) {
      port = free.getLocalPort();
    }
    List<String> command = List.of("sipp", hotline.toString(), "-sf", "scenario.xml", "-inf", "calls.csv", "-cid_str", callId, "-m",
        Integer.toString(calls), "-l", Integer.toString(calls), "-r", Double.toString(perSecond), "-i", local, "-p", Integer.toString(port),
        "-mi",
        local, "-ci", "127.0.0.1", "-3pcc", "127.0.0.1:" + controlPort, "-nostdin", "-deadcall_wait", "0", "-trace_err", "-error_file",
        "errors.log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
        .redirectOutput(folder.resolve("screen.log").toFile());
    builder.environment().putIfAbsent("TERM", "dumb");
    return builder.start();
  }

  static InetAddress localAddress(SipAddress hotline) throws IOException {
    try (DatagramSocket route = new DatagramSocket()) {
      route.connect(new InetSocketAddress(hotline.host(), hotline.port()));
      return route.getLocalAddress();
    } catch (SocketException | UncheckedIOException e) {
      throw new IOException("no way to " + hotline, e);
    }
  }

  private Socket accept(ServerSocket server) throws IOException {
    server.setSoTimeout(100);
    long deadline = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < deadline) {
      try {
        return server.accept();
      } catch (SocketTimeoutException e) {
        // Not yet.
      }
    }
    String words = lastWords().orElse("no word");
    stop();
    throw new IOException("SIPp did not start: " + words);
  }

  private void read() {
    try (InputStream in = new BufferedInputStream(control.getInputStream())) {
      StringBuilder message = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == END_OF_MESSAGE) {
          take(message.toString());
          message.setLength(0);
        } else {
          message.append((char) b);
        }
      }
    } catch (IOException e) {
      // Closed, by SIPp or by us: either way nothing more comes.
    }
    inOrder.forEach(Dialogue::broken);
  }

  private void take(String message) {
    long now = System.nanoTime();
    Dialogue dialogue = dialogues.get(found(CALL_ID, message, ""));
    if (dialogue != null) {
      dialogue.report(found(EVENT, message, ""), Integer.parseInt(found(PORT, message, "0")), now);
    }
  }

  private static String found(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }

  private synchronized void tell(Dialogue dialogue, String command) {
    try {
      String message = "Call-ID: " + dialogue.sipCallId() + "\r\n" + command + "\r\n\r\n" + (char) END_OF_MESSAGE;
      control.getOutputStream().write(message.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      dialogue.broken();
    }
  }

  private String contents(String file) {
    try {
      return Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** Lets SIPp write its last words. */
  void awaitEnd(Duration limit) {
    try {
      process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(5));
    RUNNING.remove(process);
  }

  @Override
  public void close() {
    closeQuietly(control);
    stop();
    delete();
  }

  private static void closeQuietly(@Nullable Socket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A leftover in the temporary folder harms nobody.
    }
  }
}
