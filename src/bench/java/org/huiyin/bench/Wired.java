package org.huiyin.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.huiyin.hotline.TonePrompts;
import org.huiyin.support.TestHotline;
import tools.jackson.databind.JsonNode;

/** A hotline whose service reaches Asterisk's manager over a wire that can be cut. */
record Wired(TestHotline hotline, CutWire wire) implements AutoCloseable {
  private static final Pattern HEARTBEAT = Pattern.compile("(?m)^\\s*HB=(\\d+)");
  private static final Pattern CHANNELS = Pattern.compile("(\\d+) active channel");

  static Wired open() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    CutWire wire = new CutWire(port);
    try {
      return new Wired(TestHotline.start(TonePrompts.all(), Map.of("HUIYIN_AMI_PORT", String.valueOf(port)),
          Map.of("HUIYIN_TELEPHONY_AMIPORT", String.valueOf(wire.port()))), wire);
    } catch (IOException | RuntimeException | AssertionError e) {
      wire.close();
      throw e;
    }
  }

  /** As Asterisk has it: only a connection that works sets it anew. */
  static String heartbeat(TestHotline hotline) {
    Matcher found = HEARTBEAT.matcher(hotline.asterisk().console("dialplan show globals"));
    return found.find() ? found.group(1) : "";
  }

  /** Whether the live page shows as many calls as Asterisk has. */
  static boolean livePageIsRight(TestHotline hotline) {
    return running(hotline) == channels(hotline);
  }

  private static long running(TestHotline hotline) {
    long running = 0;
    for (JsonNode call : hotline.json("/api/v1/calls?limit=200").get("items")) {
      running += call.get("end").asString().equals("running") ? 1 : 0;
    }
    return running;
  }

  private static long channels(TestHotline hotline) {
    Matcher found = CHANNELS.matcher(hotline.asterisk().console("core show channels count"));
    return found.find() ? Long.parseLong(found.group(1)) : -1;
  }

  @Override
  public void close() throws IOException {
    try (wire) {
      hotline.close();
    }
  }
}
