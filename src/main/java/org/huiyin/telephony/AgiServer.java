package org.huiyin.telephony;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.core.instrument.MeterRegistry;
import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.command.NoopCommand;
import org.huiyin.call.CallStart;
import org.huiyin.foundation.CallId;
import org.huiyin.telephony.AgiMetrics.Refusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers Asterisk's FastAGI connections, each on a virtual thread. It listens on loopback only and believes nobody before the header with the secret
 * has arrived: that has 5 s and 64 KB, and of those who only wait the oldest is closed when there are too many.
 */
final class AgiServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgiServer.class);
  static final Duration HEADER_DEADLINE = Duration.ofSeconds(5);
  private static final int BACKLOG = 4096;

  /** What the server does with a call: told when it begins and ends, and asked for the script. */
  interface Calls {
    void began(CallStart call);

    void ended(CallId call);
  }

  /** What happens in calls; either is asked for when a call comes in. */
  record Scripts(Supplier<@Nullable CallScript> hotline, Supplier<@Nullable StudioScript> studio) {
  }

  private final TelephonySettings settings;
  private final byte[] secret;
  private final AgiCall.Means means;
  private final Scripts scripts;
  private final Calls calls;
  private final AgiMetrics metrics;
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final Set<Socket> waiting = new LinkedHashSet<>();
  private final Set<Socket> inScript = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ServerSocket listener;

  AgiServer(TelephonySettings settings, String secret, AgiCall.Means means, Scripts scripts, Calls calls,
      MeterRegistry registry) {
    this.settings = settings;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.means = means;
    this.scripts = scripts;
    this.calls = calls;
    this.metrics = new AgiMetrics(registry, active, waitingCount);
  }

  void start() {
    try {
      var socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.agiPort()), BACKLOG);
      listener = socket;
      Thread.ofPlatform().daemon().name("agi-accept").start(() -> accept(socket));
    } catch (BindException e) {
      throw new IllegalStateException("port " + settings.agiPort() + " is in use: choose another with HUIYIN_AGI_PORT", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean listening() {
    var socket = listener;
    return socket != null && !socket.isClosed();
  }

  int port() {
    var socket = listener;
    if (socket == null) {
      throw new IllegalStateException("not started");
    }
    return socket.getLocalPort();
  }

  int activeSessions() {
    return active.get();
  }

  /** Takes no more calls, gives those that run a little time to end, and leaves the rest to the dialplan. */
  void close(Duration patience) {
    closeQuietly(listener);
    long until = System.nanoTime() + patience.toNanos();
    while (active.get() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    List<Socket> rest = new ArrayList<>(inScript);
    synchronized (waiting) {
      rest.addAll(waiting);
    }
    rest.forEach(AgiServer::closeQuietly);
  }

  @Override
  public void close() {
    close(Duration.ZERO);
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        if (socket.isClosed()) {
          // It slipped in while the listener was being closed.
          closeQuietly(connection);
          return;
        }
        makeRoomFor(connection);
        Thread.ofVirtual().name("agi").start(() -> serve(connection));
      } catch (IOException | RuntimeException e) {
        if (!socket.isClosed()) {
          // Out of file descriptors, say. A loop without a pause would take the processor too.
          log.error("A FastAGI connection could not be accepted; its caller is served by the dialplan", e);
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
      }
    }
  }

  private void makeRoomFor(Socket connection) {
    Socket oldest = null;
    synchronized (waiting) {
      waiting.add(connection);
      if (waiting.size() > settings.maxWaiting()) {
        Iterator<Socket> first = waiting.iterator();
        oldest = first.next();
        first.remove();
      }
      waitingCount.set(waiting.size());
    }
    if (oldest != null) {
      metrics.refused(Refusal.EVICTED);
      closeQuietly(oldest);
    }
  }

  /** Whether it was still waiting, that is, was not evicted. */
  private boolean waitsNoMore(Socket connection) {
    synchronized (waiting) {
      boolean was = waiting.remove(connection);
      waitingCount.set(waiting.size());
      return was;
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var socket = new GuardedSocket(connection);
      var protocol = new AgiProtocol(socket);
      socket.grant(HEADER_DEADLINE);
      AgiRequest request;
      try {
        request = AgiRequest.of(protocol.reader().readRequest().getRequest(), secret, settings.region());
      } catch (AgiException | RuntimeException e) {
        request = new AgiRequest.Refused(reason(socket));
        log.debug("A FastAGI connection without a proper header was closed", e);
      }
      if (!waitsNoMore(connection)) {
        return;
      }
      socket.expectReplies();
      switch (request) {
        case AgiRequest.Refused(var why) -> metrics.refused(why);
        case AgiRequest.Probe _ -> protocol.writer().sendCommand(new NoopCommand());
        case AgiRequest.Hotline call -> admit(call, connection, line(socket, protocol));
        case AgiRequest.Studio(CallId id) -> admitToStudio(id, connection, line(socket, protocol));
      }
    } catch (IOException | AgiException e) {
      log.debug("A FastAGI connection broke", e);
    } finally {
      waitsNoMore(connection);
    }
  }

  private AgiLine line(GuardedSocket socket, AgiProtocol protocol) {
    return new AgiLine(socket, protocol.reader(), protocol.writer(), metrics);
  }

  private static Refusal reason(GuardedSocket socket) {
    return switch (socket.fault()) {
      case TOO_SLOW -> Refusal.TOO_SLOW;
      case TOO_LONG -> Refusal.TOO_LONG;
      case null -> Refusal.MALFORMED;
    };
  }

  private void admit(AgiRequest.Hotline request, Socket connection, AgiLine line) {
    var call = request.call();
    var todo = scripts.hotline().get();
    if (todo == null) {
      metrics.refused(Refusal.NO_SCRIPT);
      log.error("Call {}: there is no script for calls; the dialplan takes the message", call.id());
      return;
    }
    inAPlace(connection, "Call " + call.id(), "the dialplan takes the message", () -> run(todo, new AgiCall(request, line, means)));
  }

  /** Neither ledger nor sweep knows of it: it is no resident's call. */
  private void admitToStudio(CallId id, Socket connection, AgiLine line) {
    var todo = scripts.studio().get();
    if (todo == null) {
      metrics.refused(Refusal.NO_SCRIPT);
      log.error("Studio call {}: there is no script for it; the person hears that no prompt can be recorded", id);
      return;
    }
    inAPlace(connection, "Studio call " + id, "the person hears that no prompt can be recorded", () -> {
      try (var studio = new AgiStudio(id, line, means.said(), means.takes())) {
        run("Studio call " + id, "the person hears that no prompt can be recorded", () -> todo.run(studio), studio::hungUp);
      }
    });
  }

  /** Runs the script where there is still room for one. */
  private void inAPlace(Socket connection, String what, String otherwise, Runnable script) {
    if (active.incrementAndGet() > settings.maxSessions()) {
      active.decrementAndGet();
      metrics.refused(Refusal.FULL);
      log.error("{}: {} scripts run already; {}", what, settings.maxSessions(), otherwise);
      return;
    }
    inScript.add(connection);
    try {
      script.run();
    } finally {
      inScript.remove(connection);
      active.decrementAndGet();
    }
  }

  private void run(CallScript todo, AgiCall session) {
    var id = session.call().id();
    calls.began(session.call());
    try {
      run("Call " + id, "the dialplan takes the message", () -> todo.run(session), session::hungUp);
    } finally {
      calls.ended(id);
    }
  }

  private void run(String what, String otherwise, Runnable script, BooleanSupplier hungUp) {
    long began = System.nanoTime();
    String outcome = "failed";
    try {
      script.run();
      outcome = hungUp.getAsBoolean() ? "hung-up" : "returned";
    } catch (Throwable e) {
      log.error("{}: its script failed; {}", what, otherwise, e);
    } finally {
      metrics.session(outcome, System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable socket) {
    if (socket != null) {
      try {
        socket.close();
      } catch (Exception e) {
        log.debug("A socket did not close", e);
      }
    }
  }
}
