package org.huiyin.telephony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.call.CallLedger;
import org.huiyin.call.CallStart;
import org.huiyin.call.LiveChannels;
import org.huiyin.call.Spool;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.TimeLimit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

/** Both ways to Asterisk, from the service's start to its end. */
final class Telephony implements SmartLifecycle, LiveChannels, TelephonyState.Source {
  private static final Logger log = LoggerFactory.getLogger(Telephony.class);
  private static final String MANAGER_USER = "huiyin";
  /** The ledger is asked beside the call, never in its way. */
  private static final TimeLimit LEDGER = TimeLimit.of(Duration.ofSeconds(5));
  private static final Duration GOODBYE = Duration.ofSeconds(3);
  private static final int MOST_LOOKS = 10_000;

  private final AgiServer agi;
  private final SaidAgain said;
  private final StudioTakes takes;
  private final ManagerWatch manager;
  private final AsteriskChannels channels;
  private final ObjectProvider<CallLedger> ledger;
  private final ObjectProvider<Spool> spool;
  private final BlockingQueue<String> looks = new LinkedBlockingQueue<>(MOST_LOOKS);
  private final AtomicBoolean overrun = new AtomicBoolean();
  private volatile @Nullable Thread looking;

  Telephony(TelephonySettings settings, HuiyinHome home, Clock clock, MeterRegistry registry, AgiServer.Scripts scripts,
      ObjectProvider<CallLedger> ledger, ObjectProvider<Spool> spool) {
    this.ledger = ledger;
    this.spool = spool;
    String agiSecret = secret(home.secrets().resolve("agi.secret"));
    var asterisk = home.home().toAbsolutePath().normalize().resolve("asterisk");
    this.said = new SaidAgain(asterisk.resolve("data/sounds/huiyin/said"));
    this.takes = new StudioTakes(asterisk.resolve("spool/studio"), clock);
    var means = new AgiCall.Means(asterisk.resolve("spool/nowhere").toString(), new MuteTelephones(this::managerLine), said, takes);
    this.agi = new AgiServer(settings, agiSecret, means, scripts, new LedgerEntries(), registry);
    var connections = Counter.builder("huiyin.ami.connections").description("log-ins to Asterisk's manager").register(registry);
    this.manager = new ManagerWatch(settings.amiPort(), MANAGER_USER, secret(home.secrets().resolve("ami-service.secret")),
        new SelfCall(agi::port, agiSecret)::answered, new Events(), connections::increment, clock);
    this.channels = new AsteriskChannels(manager::line);
    Gauge.builder("huiyin.ami.connected", manager, watch -> watch.line() == null ? 0 : 1).register(registry);
    Gauge.builder("huiyin.heartbeat.age", manager, watch -> {
      var last = watch.lastHeartbeat();
      return last == null ? Double.NaN : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }).baseUnit("seconds").description("since the dialplan was last told that the service lives").register(registry);
  }

  private @Nullable ManagerLine managerLine() {
    return manager.line();
  }

  private static String secret(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      throw new IllegalStateException(file + " is missing: ./huiyin up makes it", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void start() {
    said.clear();
    takes.clear();
    agi.start();
    looking = Thread.ofPlatform().daemon().name("telephony-looks").start(this::look);
    manager.start();
  }

  /** First of all parts: the dialplan is told, calls get a moment to end, and what still runs goes on with the dialplan. */
  @Override
  public void stop() {
    manager.close();
    agi.close(GOODBYE);
    var thread = looking;
    if (thread != null) {
      thread.interrupt();
      looking = null;
    }
  }

  @Override
  public boolean isRunning() {
    return looking != null;
  }

  @Override
  public Optional<Boolean> isLive(CallId call) {
    return channels.isLive(call);
  }

  @Override
  public Optional<Instant> startedAt() {
    return channels.startedAt();
  }

  @Override
  public TelephonyState telephonyState() {
    return new TelephonyState(manager.line() != null, agi.listening(), manager.lastHeartbeat(), manager.version(), agi.activeSessions());
  }

  int agiPort() {
    return agi.port();
  }

  private void look() {
    try {
      while (true) {
        if (looks.isEmpty()) {
          overrun.set(false);
        }
        String id = looks.take();
        LEDGER.run("Looking at the end of call " + id, "the next sweep does", () -> ledger.getObject().look(CallId.of(id)));
      }
    } catch (InterruptedException _) {
      log.debug("No more looks");
    }
  }

  private void lookSoon(String callId) {
    if (!looks.offer(callId) && !overrun.getAndSet(true)) {
      log.warn("Too many calls ended at once: the next sweep looks at call {} and at those after it", callId);
    }
  }

  private final class LedgerEntries implements AgiServer.Calls {
    @Override
    public void began(CallStart call) {
      Thread.ofVirtual().name("ledger")
          .start(() -> LEDGER.run("Opening the row of call " + call.id(), "the call goes on, the next sweep opens it",
              () -> ledger.getObject().begin(call)));
    }

    @Override
    public void ended(CallId call) {
      lookSoon(call.toString());
    }
  }

  private final class Events implements ManagerLine.Listener {
    @Override
    public void callEnded(String callId) {
      lookSoon(callId);
    }

    /** Asterisk may have died with calls in it, and their ends were told to nobody. */
    @Override
    public void asteriskBooted() {
      Thread.ofVirtual().name("resync").start(() -> {
        spool.ifAvailable(all -> all.calls().forEach(id -> lookSoon(id.toString())));
        ledger.ifAvailable(CallLedger::reconcile);
      });
    }
  }
}
