package org.huiyin.resident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

/** The audio of one call: a packet every 20 ms from the answer on, silence where nothing is said, keys within the stream (RFC 4733), and an
 * ear for what comes back. The port is this process's own, so nothing here needs a raw socket or root; SIPp only names it in its offer. */
final class Line implements AutoCloseable {
  static final int FRAME = 160;
  private static final int KEY_FRAMES = 8;
  private static final int PAUSE_FRAMES = 5;
  private static final byte[] SILENCE = MuLaw.encode(new short[0], 0, FRAME);

  private final DatagramSocket socket;
  private final Queue<Frame> toSay = new ConcurrentLinkedQueue<>();
  private final Ear ear = new Ear();
  private final int source = ThreadLocalRandom.current().nextInt();
  private volatile @Nullable InetSocketAddress hotline;
  private volatile boolean closed;
  private int sequence = ThreadLocalRandom.current().nextInt(0x8000);
  private long timestamp = ThreadLocalRandom.current().nextInt(1 << 30);
  private long pressedAt = timestamp;
  private boolean first = true;

  private sealed interface Frame {
    record Speech(byte[] codes) implements Frame {
    }

    record Key(char key, int number) implements Frame {
    }
  }

  Line(InetAddress local) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(local, 0));
    } catch (SocketException e) {
      throw new UncheckedIOException("no UDP port for the caller's audio", e);
    }
  }

  int port() {
    return socket.getLocalPort();
  }

  Ear ear() {
    return ear;
  }

  void listen() {
    Thread.ofVirtual().name("ear-" + port()).start(this::hear);
  }

  void speakTo(InetSocketAddress address) {
    hotline = address;
    Voices.add(this);
  }

  void mute() {
    hotline = null;
  }

  void say(Sound sound) {
    for (byte[] codes : sound.frames()) {
      toSay.add(new Frame.Speech(codes));
    }
  }

  void press(char key) {
    for (int i = 0; i < KEY_FRAMES; i++) {
      toSay.add(new Frame.Key(key, i));
    }
    for (int i = 0; i < PAUSE_FRAMES; i++) {
      toSay.add(new Frame.Speech(SILENCE));
    }
  }

  boolean allSaid() {
    return toSay.isEmpty();
  }

  private void hear() {
    byte[] buffer = new byte[2048];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    while (!closed) {
      try {
        packet.setLength(buffer.length);
        socket.receive(packet);
        long now = System.nanoTime();
        Rtp.Speech speech = Rtp.Speech.parse(buffer, packet.getLength());
        if (speech != null) {
          ear.take(speech, now);
        }
      } catch (IOException e) {
        // The far side's port is closed (ICMP) or ours is: the loop's condition knows which.
      }
    }
  }

  /** Sends the packet whose time has come; {@code false} when the call is over. Only the voices' own thread calls this. */
  boolean sendNext() {
    InetSocketAddress hotline = this.hotline;
    if (closed || hotline == null) {
      return false;
    }
    switch (toSay.poll()) {
      case null -> send(Rtp.speech(first, sequence++, timestamp, source, SILENCE), hotline);
      case Frame.Speech(byte[] codes) -> send(Rtp.speech(first, sequence++, timestamp, source, codes), hotline);
      case Frame.Key(char key, int number) -> {
        pressedAt = number == 0 ? timestamp : pressedAt;
        boolean last = number == KEY_FRAMES - 1;
        for (int copy = 0; copy < (last ? 3 : 1); copy++) {
          send(Rtp.key(key, number == 0, last, sequence++, pressedAt, source, (number + 1) * FRAME), hotline);
        }
      }
    }
    first = false;
    timestamp += FRAME;
    return true;
  }

  private void send(byte[] packet, InetSocketAddress hotline) {
    try {
      socket.send(new DatagramPacket(packet, packet.length, hotline));
    } catch (IOException e) {
      // The far side's port is closed: it has hung up, and SIPp will say so.
    }
  }

  @Override
  public void close() {
    closed = true;
    socket.close();
  }
}
