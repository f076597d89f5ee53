package org.huiyin.telephony;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.huiyin.foundation.CallId;
import org.jspecify.annotations.Nullable;

/** Asterisk's end of a FastAGI connection, line by line. */
final class AgiPeer implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;

  AgiPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  static AgiPeer call(int port, String secret) throws IOException {
    return new AgiPeer(port).header(secret + "/hotline", CallId.random().toString(), "sip-1@test", "13800138000", "allowed", "12345",
        "1795482000");
  }

  AgiPeer header(String path, String... arguments) throws IOException {
    var header = new StringBuilder("agi_network: yes\nagi_network_script: ").append(path).append("\nagi_channel: PJSIP/resident-1\n");
    for (int i = 0; i < arguments.length; i++) {
      header.append("agi_arg_").append(i + 1).append(": ").append(arguments[i]).append('\n');
    }
    return write(header.append('\n').toString());
  }

  AgiPeer write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The next command, or null when the service has closed the connection. */
  @Nullable
  String command() throws IOException {
    try {
      return in.readLine();
    } catch (java.net.SocketException closed) {
      return null;
    }
  }

  /** Reads a command and answers it. */
  String answers(String reply) throws IOException {
    String command = command();
    if (command == null) {
      throw new IOException("no more commands");
    }
    write(reply + "\n");
    return command;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
