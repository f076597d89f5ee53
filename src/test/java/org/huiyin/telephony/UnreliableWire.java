package org.huiyin.telephony;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A wire to a real port that can be cut in every way a wire can be cut. */
final class UnreliableWire implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final List<Socket> near = new CopyOnWriteArrayList<>();
  private final List<Socket> far = new CopyOnWriteArrayList<>();
  private volatile boolean frozen;
  private volatile boolean junk;
  private volatile int connections;

  UnreliableWire(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections;
  }

  /** The other side says goodbye. */
  void finish() throws IOException {
    for (Socket socket : near) {
      socket.close();
    }
  }

  /** The other side's machine has forgotten the connection. */
  void reset() throws IOException {
    for (Socket socket : near) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  /** Nothing passes any more, and nobody is told: half-open. New connections are good. */
  void freezeThoseThatAre() {
    frozen = true;
  }

  /** Whoever answers there does not speak the protocol. */
  void answerWithJunk(boolean yes) {
    junk = yes;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        count();
        frozen = false;
        near.add(socket);
        if (junk) {
          socket.getOutputStream()
              .write(("HTTP/1.1 400 Bad Request\r\n\r\n" + "x".repeat(100_000) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          socket.close();
          continue;
        }
        Socket there;
        try {
          there = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException nobodyThere) {
          socket.close();
          continue;
        }
        far.add(there);
        int mine = connections;
        Thread.ofVirtual().start(() -> pump(socket, there, mine));
        Thread.ofVirtual().start(() -> pump(there, socket, mine));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private synchronized void count() {
    connections++;
  }

  private void pump(Socket from, Socket to, int connection) {
    try (from; to; InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
      byte[] buffer = new byte[8192];
      boolean dead = false;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        dead |= frozen && connection == connections;
        if (!dead) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException cut) {
      // as it should be
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    finish();
    for (Socket socket : far) {
      socket.close();
    }
  }
}
