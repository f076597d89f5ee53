package org.huiyin.launcher;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.IntStream;

/** Finds out before anything starts whether somebody else has a port. */
final class Ports {
  private Ports() {
  }

  static void checkFree(Settings settings) {
    Map<String, String> binds = Map.of("HUIYIN_HTTP_PORT", settings.httpBind(), "HUIYIN_SIP_PORT", settings.sipBind());
    settings.tcpPorts().forEach((name, port) -> tcp(name, binds.getOrDefault(name, "127.0.0.1"), port));
    try (var udp = new DatagramSocket(null)) {
      udp.bind(new InetSocketAddress(InetAddress.getByName(settings.sipBind()), settings.sipPort()));
    } catch (IOException e) {
      throw taken("HUIYIN_SIP_PORT", settings.sipBind(), settings.sipPort(), e);
    }
    audio(settings.rtpPorts());
  }

  /** Asterisk passes over a taken port here and there, a call of another program say; it cannot when most are. */
  private static void audio(Settings.Ports range) {
    int all = range.last() - range.first() + 1;
    long taken = IntStream.rangeClosed(range.first(), range.last()).filter(port -> !free(port)).count();
    if (taken * 4 > all) {
      throw new Problem("of the UDP ports " + range + " for audio, " + taken + " of " + all
          + " are taken by other programs: set HUIYIN_RTP_PORTS to a free range");
    }
  }

  private static boolean free(int port) {
    try (var udp = new DatagramSocket(null)) {
      udp.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static void tcp(String name, String bind, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(bind), port));
    } catch (IOException e) {
      throw taken(name, bind, port, e);
    }
  }

  private static Problem taken(String setting, String bind, int port, IOException e) {
    String why = String.valueOf(e.getMessage());
    if (why.contains("in use")) {
      return new Problem("port " + port + " on " + bind + " is taken by another program: set " + setting + " to a free one", e);
    }
    if (why.contains("Permission denied")) {
      return new Problem("port " + port + " needs root: set " + setting + " to 1024 or more", e);
    }
    return new Problem(
        "cannot listen on " + bind + ":" + port + " (" + why + "): correct " + setting + " or " + setting.replace("_PORT", "_BIND"), e);
  }
}
