package org.huiyin.telephony;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.asteriskjava.fastagi.AgiException;
import org.asteriskjava.fastagi.AgiHangupException;
import org.asteriskjava.fastagi.AgiReader;
import org.asteriskjava.fastagi.AgiWriter;
import org.asteriskjava.fastagi.command.AgiCommand;
import org.asteriskjava.fastagi.command.ChannelStatusCommand;
import org.asteriskjava.fastagi.reply.AgiReply;

/**
 * Commands and replies of one call. A reply of -1 means that the caller is gone, or only that this command could not be done: the library tells
 * neither, so each reply is looked at here, and in doubt Asterisk is asked.
 */
final class AgiLine {
  /** What a command may take longer than it has to. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final GuardedSocket socket;
  private final AgiReader reader;
  private final AgiWriter writer;
  private final AgiMetrics metrics;
  private boolean hungUp;

  AgiLine(GuardedSocket socket, AgiReader reader, AgiWriter writer, AgiMetrics metrics) {
    this.socket = socket;
    this.reader = reader;
    this.writer = writer;
    this.metrics = metrics;
  }

  boolean hungUp() {
    return hungUp;
  }

  /**
   * Sends the command and waits for its reply.
   *
   * @param expected how long the command takes at most
   * @return its reply, or empty when the caller has hung up
   * @throws AgiBroken when Asterisk does not answer in time or does not know the command
   */
  Optional<AgiReply> send(AgiCommand command, Duration expected) {
    if (hungUp) {
      return Optional.empty();
    }
    Optional<AgiReply> reply = exchange(command, expected);
    if (reply.isPresent() && "-1".equals(reply.get().getResult()) && !stillThere()) {
      hungUp = true;
      return Optional.empty();
    }
    return reply;
  }

  private boolean stillThere() {
    return exchange(new ChannelStatusCommand(), Duration.ZERO).filter(reply -> !"-1".equals(reply.getResult())).isPresent();
  }

  private Optional<AgiReply> exchange(AgiCommand command, Duration expected) {
    long began = System.nanoTime();
    try {
      socket.grant(expected.plus(GRACE));
      writer.sendCommand(command);
      AgiReply reply = reader.readReply();
      hungUp |= socket.hungUp() || reply.getStatus() == AgiReply.SC_DEAD_CHANNEL;
      if (!hungUp && reply.getStatus() != AgiReply.SC_SUCCESS) {
        throw new AgiBroken(AgiMetrics.name(command) + " was answered with status " + reply.getStatus());
      }
      return hungUp ? Optional.empty() : Optional.of(reply);
    } catch (AgiHangupException e) {
      if (socket.fault() != null) {
        throw new AgiBroken(AgiMetrics.name(command) + " was not answered properly: " + socket.fault());
      }
      hungUp = true;
      return Optional.empty();
    } catch (AgiException e) {
      // The command could not be written any more: with AGIEXITONHANGUP Asterisk closes the connection when the caller hangs up.
      hungUp = true;
      return Optional.empty();
    } finally {
      metrics.command(command, System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }
  }

  /** Asterisk does not keep to the protocol: the script ends, and the dialplan goes on by itself. */
  static final class AgiBroken extends RuntimeException {
    AgiBroken(String what) {
      super(what);
    }
  }
}
