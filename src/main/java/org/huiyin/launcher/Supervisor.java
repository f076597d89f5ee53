package org.huiyin.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Starts Asterisk and the service, says when a call would be answered, starts again what dies, and ends both when it is ended. One per home.
 */
public final class Supervisor implements AutoCloseable {
  private static final Duration TO_BE_READY = Duration.ofMinutes(6);
  private static final Duration TO_TELL = Duration.ofSeconds(20);
  private static final long ROOM_NEEDED = 300L * 1024 * 1024;

  private final Settings settings;
  private final Service service;
  private final Consumer<String> log;
  private final Secrets secrets;
  private final Hotline hotline;
  private final FileChannel lockFile;
  private final Journal journal;
  private final Supervised asteriskProcess;
  private final Supervised serviceProcess;
  private final Thread watchdog;
  private final Thread diskGuard;
  private final Thread logRotation;
  private volatile @Nullable PrivateAsterisk asterisk;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Process promptBuilder;

  Supervisor(Settings settings, Service service, Consumer<String> log) {
    this.settings = settings;
    this.service = service;
    this.log = log;
    this.lockFile = lock(settings.home());
    this.secrets = new Secrets(settings.home());
    this.hotline = new Hotline(settings);
    this.journal = new Journal(settings.home(), log);
    this.asteriskProcess = new Supervised("Asterisk", PidFile.asterisk(settings.home()), this::startAsterisk, log, journal);
    this.serviceProcess = new Supervised("the service", PidFile.service(settings.home()), this::startService, log, journal);
    this.diskGuard = Thread.ofPlatform().name("disk-guard").daemon()
        .unstarted(new DiskGuard(settings.home(), DiskGuard.Room.of(settings.home().root()), log));
    this.logRotation = Thread.ofPlatform().name("log-rotation").daemon()
        .unstarted(new LogRotation(settings.home(), () -> Optional.ofNullable(asterisk), LogRotation.LONG, log));
    this.watchdog = Thread.ofPlatform().name("watchdog").daemon().unstarted(new Watchdog(settings, secrets, serviceProcess, log));
  }

  /** Starts everything; returns when a call would be answered. */
  void start() {
    try {
      PidFile.supervisor(settings.home()).write(ProcessHandle.current());
      journal.note("supervisor", Journal.Event.STARTED, ProcessHandle.current().pid());
      endLeftovers();
      check();
      service.checkReadable();
      AsteriskRoot.findOrMake(settings.cache(), log);
      diskGuard.start();
      buildPrompts();
      log.accept("starting Asterisk");
      asteriskProcess.start();
      log.accept("starting the service");
      serviceProcess.start();
      awaitReady();
      Thread.ofPlatform().name("asterisk").daemon().start(asteriskProcess::watch);
      Thread.ofPlatform().name("service").daemon().start(serviceProcess::watch);
      watchdog.start();
      logRotation.start();
    } catch (IOException | RuntimeException e) {
      close();
      throw e instanceof Problem problem ? problem : new Problem("could not start: " + e, e);
    }
  }

  /** Waits until {@link #close}. */
  void await() throws InterruptedException {
    closed.await();
  }

  /** Asterisk first, so that every running call's recording ends well while the service can still see it. */
  @Override
  public synchronized void close() {
    if (closed.getCount() == 0) {
      return;
    }
    watchdog.interrupt();
    diskGuard.interrupt();
    logRotation.interrupt();
    Process building = promptBuilder;
    if (building != null) {
      PrivateAsterisk.stop(building, Duration.ofSeconds(5));
    }
    asteriskProcess.stop(Duration.ofSeconds(10));
    serviceProcess.stop(Duration.ofSeconds(40));
    journal.note("supervisor", Journal.Event.STOPPED, ProcessHandle.current().pid());
    PidFile.supervisor(settings.home()).clear();
    try {
      lockFile.close();
    } catch (IOException e) {
      log.accept("the home's lock: " + e.getMessage());
    }
    closed.countDown();
  }

  private void check() {
    Home home = settings.home();
    if (java.nio.file.Files.exists(home.root().resolve(RestoreVerb.UNFINISHED))) {
      throw new Problem("a restore into " + home.root() + " did not come to its end: run the same ./huiyin restore again");
    }
    for (int user : List.of(Accounts.ASTERISK, Accounts.SERVICE)) {
      if (!Accounts.canEnter(user, home.root())) {
        throw new Problem("HUIYIN_HOME " + home.root() + " cannot be entered by the unprivileged user " + user
            + ": choose a folder that others may pass through, or open those above it (chmod o+x)");
      }
    }
    long room = home.root().toFile().getUsableSpace();
    if (room < ROOM_NEEDED) {
      throw new Problem("the disk of " + home.root() + " is full (" + room / 1024 / 1024 + " MB free, " + ROOM_NEEDED / 1024 / 1024
          + " MB needed): make room or set HUIYIN_HOME");
    }
    Ports.checkFree(settings);
    secrets.check();
  }

  /** A supervisor that was killed leaves its processes running; they answered calls until now. */
  private void endLeftovers() {
    for (PidFile left : List.of(PidFile.asterisk(settings.home()), PidFile.service(settings.home()))) {
      left.running().ifPresent(process -> {
        log.accept("ending process " + process.pid() + ", left by a supervisor that was killed");
        Processes.end(process, Duration.ofSeconds(30));
        journal.note(left.file().getFileName().toString().replace(".pid", ""), Journal.Event.STOPPED, process.pid());
      });
      left.clear();
    }
  }

  private void buildPrompts() throws IOException {
    Path cache = settings.cache().resolve("prompts");
    Files.createDirectories(cache);
    Accounts.hand(cache, Accounts.SERVICE, 0755);
    Process builder = service
        .process(List.of("-Xmx512m"), "org.huiyin.flow.prompts.PromptBuilder", List.of(settings.home().sounds().toString())).start();
    promptBuilder = builder;
    StringBuilder last = new StringBuilder();
    try (var out = builder.inputReader()) {
      out.lines().forEach(line -> {
        log.accept(line);
        last.setLength(0);
        last.append(line);
      });
      if (builder.waitFor() != 0) {
        throw new Problem("the prompts could not be made (" + last + "): is the speech engine installed (espeak-ng, sox)?");
      }
    } catch (InterruptedException e) {
      builder.destroy();
      Thread.currentThread().interrupt();
      throw new Problem("interrupted while the prompts were made", e);
    }
  }

  private Process startAsterisk() {
    AsteriskRoot root = AsteriskRoot.findOrMake(settings.cache(), log);
    if (!Precedence.granted()) {
      log.accept(
          "Asterisk may not run before other processes here (that needs root or CAP_SYS_NICE): keep the machine idle, or recordings get gaps");
    }
    var started = PrivateAsterisk.start(root, settings, secrets);
    asterisk = started;
    return started.process();
  }

  private Process startService() throws IOException {
    return service.start(settings.home().serviceLog());
  }

  private void awaitReady() {
    long until = System.nanoTime() + TO_BE_READY.toNanos();
    Optional<String> why = Optional.of("not asked yet");
    long told = System.nanoTime();
    while (System.nanoTime() < until) {
      if (!serviceProcess.alive()) {
        throw new Problem("the service ended while it started: " + ServiceLog.explain(settings.home().serviceLog(), settings));
      }
      if (!asteriskProcess.alive()) {
        throw new Problem("Asterisk ended while the service started: see " + settings.home().log().resolve("asterisk/messages"));
      }
      why = hotline.notReady().or(this::noHeartbeat);
      if (why.isEmpty()) {
        return;
      }
      if (System.nanoTime() - told > TO_TELL.toNanos()) {
        told = System.nanoTime();
        log.accept("still waiting: " + why.get());
      }
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Problem("interrupted while starting", e);
      }
    }
    throw new Problem("not ready after " + TO_BE_READY.toSeconds() + " s: " + why.orElse("") + "; see " + settings.home().serviceLog());
  }

  private Optional<String> noHeartbeat() {
    try (var manager = ManagerClient.connect(settings.amiPort(), "watchdog", secrets.amiWatchdog())) {
      return Heartbeat.read(manager).alive() ? Optional.empty() : Optional.of("the service gives no heartbeat to Asterisk");
    } catch (IOException e) {
      return Optional.of("Asterisk's manager does not answer on port " + settings.amiPort());
    }
  }

  private static FileChannel lock(Home home) {
    try {
      FileChannel channel = FileChannel.open(home.root().resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw new Problem("another supervisor runs on " + home.root() + ": ./huiyin status says more");
      }
      return channel;
    } catch (IOException e) {
      throw new Problem("cannot lock " + home.root() + ": " + e.getMessage(), e);
    }
  }
}
