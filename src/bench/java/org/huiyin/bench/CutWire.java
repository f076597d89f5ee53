package org.huiyin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/** A TCP connection to a part of the hotline that can be cut in both ways in which networks fail. */
final class CutWire implements AutoCloseable {
  private final int port;
  private final int target;
  private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket server;
  private volatile boolean silent;

  /** Both ends of one connection; frozen once, it never comes back. */
  private record Pair(Socket near, Socket far) {
  }

  CutWire(int target) throws IOException {
    this.target = target;
    ServerSocket listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    this.port = listening.getLocalPort();
    listen(listening);
  }

  int port() {
    return port;
  }

  /** Nothing goes through any more, and nobody is told: what was open stays open and dead, even after {@link #mend()}. */
  void fallsSilent() {
    silent = true;
    pairs.clear();
  }

  /** Every connection is closed as its owner would; new ones go through. */
  void finishes() throws IOException {
    for (Pair pair : Set.copyOf(pairs)) {
      finish(pair.near());
      finish(pair.far());
    }
  }

  private static void finish(Socket socket) throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException e) {
      if (!socket.isClosed() && !socket.isOutputShutdown()) {
        throw e;
      }
      // Its owner was quicker.
    }
  }

  /** Every connection is reset and new ones are refused. */
  void refuses() throws IOException {
    ServerSocket listening = server;
    if (listening != null) {
      listening.close();
    }
    resets();
  }

  /** Every connection is reset; new ones go through. */
  void resets() {
    for (Pair pair : Set.copyOf(pairs)) {
      reset(pair.near());
      reset(pair.far());
    }
    pairs.clear();
  }

  /** New connections go through again. */
  void mend() throws IOException {
    silent = false;
    ServerSocket listening = server;
    if (listening == null || listening.isClosed()) {
      ServerSocket again = new ServerSocket();
      again.setReuseAddress(true);
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      listen(again);
    }
  }

  private void listen(ServerSocket listening) {
    server = listening;
    Thread.ofVirtual().name("wire").start(() -> {
      while (!listening.isClosed()) {
        try {
          Socket near = listening.accept();
          Pair pair = new Pair(near, new Socket(InetAddress.getLoopbackAddress(), target));
          if (!silent) {
            pairs.add(pair);
          }
          Thread.ofVirtual().start(() -> pump(pair, pair.near(), pair.far()));
          Thread.ofVirtual().start(() -> pump(pair, pair.far(), pair.near()));
        } catch (IOException e) {
          // Closed; or the far side refuses, and the near one will find out.
        }
      }
    });
  }

  private void pump(Pair pair, Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (pairs.contains(pair)) {
          out.write(buffer, 0, count);
        }
      }
      if (pairs.remove(pair)) {
        pair.near().close();
        pair.far().close();
      }
    } catch (IOException e) {
      // One side is gone; the other is told unless the wire is dead.
      if (pairs.remove(pair)) {
        reset(pair.near());
        reset(pair.far());
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // It was closed before.
    }
  }

  @Override
  public void close() throws IOException {
    refuses();
  }
}
