package org.huiyin.telephony;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.CoreSettingsAction;
import org.asteriskjava.manager.action.PingAction;
import org.asteriskjava.manager.action.SetVarAction;
import org.asteriskjava.manager.response.CoreSettingsResponse;
import org.asteriskjava.manager.response.ManagerResponse;
import org.asteriskjava.manager.response.PingResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection to Asterisk's manager, from the first try on, and the heartbeat over it. Every 2 s: the call to ourselves, then a real ping; the
 * ping's own timestamp becomes the global HB when the call to ourselves came back. A ping without an answer replaces the connection.
 */
final class ManagerWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManagerWatch.class);
  static final Duration BEAT = Duration.ofSeconds(2);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(2);
  private static final String HEARTBEAT = "HB";

  private final int port;
  private final String user;
  private final String secret;
  private final BooleanSupplier selfCall;
  private final ManagerLine.Listener listener;
  private final Clock clock;
  private final Runnable onConnected;
  private volatile @Nullable ManagerLine line;
  private volatile @Nullable Instant lastHeartbeat;
  private volatile String version = "";
  private volatile boolean closed;
  private @Nullable Thread thread;
  private boolean complained;
  private boolean answered = true;

  ManagerWatch(int port, String user, String secret, BooleanSupplier selfCall, ManagerLine.Listener listener, Runnable onConnected,
      Clock clock) {
    this.port = port;
    this.user = user;
    this.secret = secret;
    this.selfCall = selfCall;
    this.listener = listener;
    this.onConnected = onConnected;
    this.clock = clock;
  }

  void start() {
    thread = Thread.ofPlatform().daemon().name("ami-watch").start(this::keep);
  }

  /** The connection, while there is one that answers. */
  @Nullable
  ManagerLine line() {
    var now = line;
    return now == null || now.isLost() ? null : now;
  }

  @Nullable
  Instant lastHeartbeat() {
    return lastHeartbeat;
  }

  String version() {
    return version;
  }

  /** Tells the dialplan that nobody answers from now on, and hangs up. */
  @Override
  public void close() {
    closed = true;
    var last = line();
    if (last != null) {
      try {
        last.ask(new SetVarAction(HEARTBEAT, "0"), ManagerResponse.class);
      } catch (IOException | TimeoutException | RuntimeException e) {
        log.debug("Asterisk was not told of the end; the heartbeat runs out in 10 s", e);
      }
    }
    var watching = thread;
    if (watching != null) {
      watching.interrupt();
    }
  }

  private void keep() {
    var retry = FIRST_RETRY;
    while (!closed) {
      try {
        try (var opened = ManagerLine.open(port, user, secret, listener)) {
          greet(opened);
          retry = FIRST_RETRY;
          while (!closed && !opened.isLost()) {
            beat(opened);
            opened.pause(BEAT);
          }
          throw new IOException("the connection was closed");
        } finally {
          line = null;
        }
      } catch (InterruptedException _) {
        return;
      } catch (IOException | AuthenticationFailedException | TimeoutException | RuntimeException e) {
        complain(e);
      }
      if (!pause(retry)) {
        return;
      }
      retry = retry.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : retry.multipliedBy(2);
    }
  }

  private void greet(ManagerLine opened) throws IOException, TimeoutException {
    String says = opened.ask(new CoreSettingsAction(), CoreSettingsResponse.class).getAsteriskVersion();
    version = says == null ? "" : says;
    line = opened;
    complained = false;
    log.info("Connected to Asterisk {}", version);
    onConnected.run();
  }

  private void beat(ManagerLine opened) throws IOException, TimeoutException {
    boolean answers = selfCall.getAsBoolean();
    String timestamp = opened.ask(new PingAction(), PingResponse.class).getTimestamp();
    if (answers != answered) {
      answered = answers;
      log.warn(
          answers ? "FastAGI answers again" : "FastAGI does not answer: no heartbeat, so Asterisk takes messages by itself after 10 s");
    }
    if (!answers) {
      return;
    }
    if (timestamp == null || !timestamp.matches("[0-9]{1,11}(\\.[0-9]*)?")) {
      throw new IOException("Asterisk's ping has no timestamp");
    }
    int point = timestamp.indexOf('.');
    opened.ask(new SetVarAction(HEARTBEAT, point < 0 ? timestamp : timestamp.substring(0, point)), ManagerResponse.class);
    lastHeartbeat = clock.instant();
  }

  private void complain(Exception e) {
    if (closed) {
      return;
    }
    if (complained) {
      log.debug("Still no connection to Asterisk's manager on port {}", port, e);
    } else {
      complained = true;
      log.warn("No connection to Asterisk's manager on port {} ({}); without heartbeat Asterisk takes messages by itself; trying on", port,
          e.getMessage());
    }
  }

  private boolean pause(Duration time) {
    try {
      Thread.sleep(time);
      return !closed;
    } catch (InterruptedException _) {
      return false;
    }
  }
}
