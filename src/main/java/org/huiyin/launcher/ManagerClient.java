package org.huiyin.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The few questions the supervisor asks Asterisk over AMI, through an account that hears no events. One question at a time; every answer is
 * waited for no longer than the timeout.
 */
final class ManagerClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;

  private ManagerClient(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
  }

  static ManagerClient connect(int port, String user, String secret) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      var client = new ManagerClient(socket);
      client.in.readLine();
      client.ask("Action", "Login", "Username", user, "Secret", secret, "Events", "off");
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends one action, given as names and values by turns. */
  Map<String, String> ask(String... fields) throws IOException {
    send(fields);
    Map<String, String> answer = read();
    if (!"Success".equals(answer.get("Response"))) {
      throw new IOException(answer.getOrDefault("Message", "Asterisk refused the request"));
    }
    return answer;
  }

  /** Sends one action that is answered by a list, and returns the list's members. */
  List<Map<String, String>> list(String... fields) throws IOException {
    ask(fields);
    List<Map<String, String>> members = new ArrayList<>();
    while (true) {
      Map<String, String> member = read();
      if (member.containsKey("EventList")) {
        return members;
      }
      members.add(member);
    }
  }

  /** Asterisk's own clock, in seconds. */
  double clock() throws IOException {
    return Double.parseDouble(ask("Action", "Ping").getOrDefault("Timestamp", "0"));
  }

  String global(String name) throws IOException {
    return ask("Action", "Getvar", "Variable", name).getOrDefault("Value", "");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(String... fields) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < fields.length; i += 2) {
      if ((fields[i] + fields[i + 1]).matches("(?s).*[\\r\\n].*")) {
        throw new IOException("a field for Asterisk holds a line break");
      }
      text.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
    }
    out.write(text.append("\r\n").toString());
    out.flush();
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (true) {
      String line = in.readLine();
      if (line == null) {
        throw new IOException("Asterisk closed the connection");
      }
      if (line.isEmpty() && !fields.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
  }
}
