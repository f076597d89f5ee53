package org.huiyin.telephony;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.asteriskjava.AsteriskVersion;
import org.asteriskjava.manager.AuthenticationFailedException;
import org.asteriskjava.manager.EventTimeoutException;
import org.asteriskjava.manager.TimeoutException;
import org.asteriskjava.manager.action.EventGeneratingAction;
import org.asteriskjava.manager.action.ManagerAction;
import org.asteriskjava.manager.event.DisconnectEvent;
import org.asteriskjava.manager.event.FullyBootedEvent;
import org.asteriskjava.manager.event.ManagerEvent;
import org.asteriskjava.manager.event.ResponseEvent;
import org.asteriskjava.manager.internal.ManagerConnectionImpl;
import org.asteriskjava.manager.internal.ManagerWriter;
import org.asteriskjava.manager.response.ManagerError;
import org.asteriskjava.manager.response.ManagerResponse;
import org.asteriskjava.util.SocketConnectionFacade;
import org.huiyin.telephony.userevent.HotlineEndEvent;
import org.jspecify.annotations.Nullable;

/**
 * One connection to Asterisk's manager, from log-in until it is lost. It is never mended, only replaced: the library's own reconnecting is switched
 * off, because it notices neither a half-open connection nor its own dropped events.
 */
final class ManagerLine extends ManagerConnectionImpl implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  /** Above the interval of the pings, so that only a dead line is silent for so long. */
  private static final Duration SILENT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  /** Told what matters, on the library's own thread: it must not wait for anything. */
  interface Listener {
    void callEnded(String callId);

    void asteriskBooted();
  }

  private final Listener listener;
  private final CountDownLatch lost = new CountDownLatch(1);

  private ManagerLine(Listener listener) {
    this.listener = listener;
  }

  static ManagerLine open(int port, String user, String secret, Listener listener)
      throws IOException, AuthenticationFailedException, TimeoutException {
    var line = new ManagerLine(listener);
    line.setHostname("127.0.0.1");
    line.setPort(port);
    line.setUsername(user);
    line.setPassword(secret);
    line.setSocketTimeout((int) CONNECT.toMillis());
    line.setSocketReadTimeout((int) SILENT.toMillis());
    line.setDefaultResponseTimeout(ANSWER.toMillis());
    line.setDefaultEventTimeout(ANSWER.toMillis());
    line.registerUserEventClass(HotlineEndEvent.class);
    try {
      line.login("user,system");
      return line;
    } catch (IOException | AuthenticationFailedException | TimeoutException | RuntimeException e) {
      line.close();
      throw e;
    }
  }

  boolean isLost() {
    return lost.getCount() == 0;
  }

  /** Waits until the time is over or the line is lost. */
  void pause(Duration time) throws InterruptedException {
    boolean _ = lost.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  <R extends ManagerResponse> R ask(ManagerAction action, Class<R> answer) throws IOException, TimeoutException {
    ManagerResponse response = sendAction(action, ANSWER.toMillis());
    if (response instanceof ManagerError || !answer.isInstance(response)) {
      throw new IOException("Asterisk refused " + action.getAction() + ": " + response.getMessage());
    }
    return answer.cast(response);
  }

  Collection<ResponseEvent> list(EventGeneratingAction action) throws IOException, EventTimeoutException {
    return sendEventGeneratingAction(action, ANSWER.toMillis()).getEvents();
  }

  @Override
  protected ManagerWriter createWriter() {
    return new CheckedWriter(super.createWriter());
  }

  /** Events go no further than this: what matters is taken out, answers to our own questions go on, the rest has no reader. */
  @Override
  public void dispatchEvent(ManagerEvent event, @Nullable Integer handlingTime) {
    switch (event) {
      case DisconnectEvent _ -> lost.countDown();
      case HotlineEndEvent end -> {
        String id = end.getCallId();
        if (id != null) {
          listener.callEnded(id);
        }
      }
      case FullyBootedEvent _ -> listener.asteriskBooted();
      default -> super.dispatchEvent(event, handlingTime);
    }
  }

  @Override
  public void close() {
    lost.countDown();
    disconnect();
  }

  /** The one place where anything leaves for Asterisk's manager. */
  private record CheckedWriter(ManagerWriter writer) implements ManagerWriter {
    @Override
    public void setTargetVersion(AsteriskVersion version) {
      writer.setTargetVersion(version);
    }

    @Override
    public void setSocket(SocketConnectionFacade socket) {
      writer.setSocket(socket);
    }

    @Override
    public void sendAction(ManagerAction action, String internalActionId) throws IOException {
      SafeFields.check(action);
      writer.sendAction(action, internalActionId);
    }
  }
}
