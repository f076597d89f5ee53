package org.huiyin.telephony;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls our own FastAGI port as Asterisk would: whether a resident's call would be answered now. */
final class SelfCall {
  private static final Logger log = LoggerFactory.getLogger(SelfCall.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final IntSupplier port;
  private final String secret;

  SelfCall(IntSupplier port, String secret) {
    this.port = port;
    this.secret = secret;
  }

  boolean answered() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.getAsInt()), (int) PATIENCE.toMillis());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(("agi_network_script: " + secret + "/probe\n\n").getBytes(StandardCharsets.UTF_8));
      byte[] answer = socket.getInputStream().readNBytes("NOOP".length());
      return new String(answer, StandardCharsets.UTF_8).equals("NOOP");
    } catch (IOException | RuntimeException e) {
      log.debug("The call to ourselves was not answered", e);
      return false;
    }
  }
}
