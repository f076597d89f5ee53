package org.huiyin.telephony;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.asteriskjava.util.SocketConnectionFacade;
import org.jspecify.annotations.Nullable;

/**
 * The library's view of one FastAGI connection, with limits it does not have itself: what is read has to arrive within a time and within a size that
 * are granted anew for the header and for each reply.
 */
final class GuardedSocket implements SocketConnectionFacade {
  /** For a whole header, and for a whole reply. */
  static final int MOST_BYTES = 64 * 1024;

  /** Why nothing more is read. */
  enum Fault {
    TOO_SLOW, TOO_LONG
  }

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[2048];
  private int next;
  private int end;
  private long deadline;
  private int budget;
  private boolean replies;
  private boolean hungUp;
  private @Nullable Fault fault;

  GuardedSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setTcpNoDelay(true);
  }

  /** What is read from now on has so long, and {@link #MOST_BYTES}. */
  void grant(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
    budget = MOST_BYTES;
  }

  /** From now on replies are read, and between them Asterisk may say HANGUP. */
  void expectReplies() {
    replies = true;
  }

  /** Whether Asterisk has said that the caller is gone. */
  boolean hungUp() {
    return hungUp;
  }

  @Nullable
  Fault fault() {
    return fault;
  }

  @Override
  public @Nullable String readLine() throws IOException {
    String line = line();
    // The library recurses for each of these lines, so a stream of them would end in a stack overflow.
    while (replies && line != null && line.startsWith("HANGUP")) {
      hungUp = true;
      line = line.length() > "HANGUP".length() ? line.substring("HANGUP".length()) : line();
    }
    return line;
  }

  private @Nullable String line() throws IOException {
    var line = new StringBuilderOfBytes();
    while (true) {
      if (next == end && !fill()) {
        return line.isEmpty() ? null : line.text();
      }
      byte read = buffer[next++];
      if (--budget < 0) {
        throw stop(Fault.TOO_LONG, new IOException("more than " + MOST_BYTES + " bytes"));
      }
      if (read == '\n') {
        return line.text();
      }
      line.add(read);
    }
  }

  private boolean fill() throws IOException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw stop(Fault.TOO_SLOW, new SocketTimeoutException("nothing more in time"));
    }
    socket.setSoTimeout(Math.clamp(Math.ceilDiv(left, 1_000_000L), 1, Integer.MAX_VALUE));
    next = 0;
    end = 0;
    try {
      end = Math.max(in.read(buffer), 0);
    } catch (SocketTimeoutException e) {
      throw stop(Fault.TOO_SLOW, e);
    }
    return end > 0;
  }

  private IOException stop(Fault why, IOException exception) {
    fault = why;
    return exception;
  }

  @Override
  public void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void flush() {
    // nothing is held back
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public boolean isConnected() {
    return socket.isConnected() && !socket.isClosed();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public InetAddress getRemoteAddress() {
    return socket.getInetAddress();
  }

  @Override
  public int getRemotePort() {
    return socket.getPort();
  }

  /** Grows with what really arrived, so that a promise of much costs nothing. */
  private static final class StringBuilderOfBytes extends java.io.ByteArrayOutputStream {
    StringBuilderOfBytes() {
      super(128);
    }

    void add(byte one) {
      write(one);
    }

    boolean isEmpty() {
      return count == 0;
    }

    String text() {
      int length = count > 0 && buf[count - 1] == '\r' ? count - 1 : count;
      return new String(buf, 0, length, StandardCharsets.UTF_8);
    }
  }
}
