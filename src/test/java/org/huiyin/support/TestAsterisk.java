package org.huiyin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.huiyin.launcher.AsteriskRoot;
import org.huiyin.launcher.Journal;
import org.huiyin.launcher.PrivateAsterisk;
import org.huiyin.launcher.Secrets;
import org.huiyin.launcher.Settings;

/**
 * A private Asterisk with the product's own configuration, on free ports, in a home of its own that goes away with it:
 *
 * <pre>
 * try (var asterisk = TestAsterisk.start()) { ... asterisk.settings().sipPort() ... asterisk.secrets().ami() ... }
 * </pre>
 */
public final class TestAsterisk implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Settings settings;
  private final AsteriskRoot root;
  private PrivateAsterisk asterisk;

  private TestAsterisk(Settings settings) {
    this.settings = settings;
    this.root = AsteriskRoot.findOrMake(settings.cache(), System.out::println);
    this.asterisk = PrivateAsterisk.start(root, settings, new Secrets(settings.home()));
  }

  public static TestAsterisk start() {
    return start(Map.of());
  }

  /** With settings of the test's own, for instance HUIYIN_AGI_PORT of a server that it has already started. */
  public static TestAsterisk start(Map<String, String> more) {
    Settings settings = freshSettings(more);
    return new TestAsterisk(settings);
  }

  /** A prepared home and free ports, without an Asterisk on them yet. */
  public static Settings freshSettings(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HUIYIN_HOME", temporaryHome().toString());
    for (String name : List.of("HUIYIN_CACHE", "XDG_CACHE_HOME", "HOME")) {
      String value = System.getenv(name);
      if (value != null) {
        environment.put(name, value);
      }
    }
    List<Integer> ports = freePorts(5);
    environment.put("HUIYIN_HTTP_PORT", ports.get(0).toString());
    environment.put("HUIYIN_SIP_PORT", ports.get(1).toString());
    environment.put("HUIYIN_AMI_PORT", ports.get(2).toString());
    environment.put("HUIYIN_AGI_PORT", ports.get(3).toString());
    environment.put("HUIYIN_WS_PORT", ports.get(4).toString());
    environment.put("HUIYIN_RTP_PORTS", freeRtpPorts());
    environment.putAll(more);
    Settings settings = Settings.from(environment, Path.of("").toAbsolutePath());
    settings.home().prepare();
    return settings;
  }

  public Settings settings() {
    return settings;
  }

  public Secrets secrets() {
    return new Secrets(settings.home());
  }

  public Path spool() {
    return settings.home().spool();
  }

  public String console(String command) {
    return asterisk.console(command);
  }

  public PrivateAsterisk asterisk() {
    return asterisk;
  }

  /** As after a crash, when the supervisor starts it again and writes both down: the same home and ports, a new process. */
  public void killAndRestart() {
    long pid = asterisk.process().pid();
    asterisk.kill();
    Journal journal = new Journal(settings.home(), System.out::println);
    journal.note("asterisk", Journal.Event.DIED, pid);
    asterisk = PrivateAsterisk.start(root, settings, secrets());
    journal.note("asterisk", Journal.Event.STARTED, asterisk.process().pid());
  }

  @Override
  public void close() {
    asterisk.stop();
    remove(settings.home().root());
  }

  public static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The unprivileged users have to pass through every folder above, so JUnit's own temporary folders (0700) do not serve. */
  private static Path temporaryHome() {
    try {
      Path home = Files.createTempDirectory(Path.of("/tmp"), "huiyin-test-");
      Files.setAttribute(home, "unix:mode", 0755);
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ports that nobody listens on over TCP or UDP; all are held until all are known, so that they differ. */
  private static List<Integer> freePorts(int count) {
    List<AutoCloseable> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      while (ports.size() < count) {
        var tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(tcp);
        if (alsoFreeForUdp(tcp.getLocalPort(), held)) {
          ports.add(tcp.getLocalPort());
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      held.forEach(TestAsterisk::release);
    }
  }

  private static boolean alsoFreeForUdp(int port, List<AutoCloseable> held) {
    try {
      held.add(new DatagramSocket(port, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /** Two hundred ports below the range from which the system hands out its own; each process begins at another place. */
  private static String freeRtpPorts() {
    int first = 10000 + Math.floorMod((int) ProcessHandle.current().pid() * 31 + COUNT.getAndIncrement() * 7, 100) * 200;
    return first + "-" + (first + 199);
  }

  private static void release(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
