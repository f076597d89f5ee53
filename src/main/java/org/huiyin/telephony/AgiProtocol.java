package org.huiyin.telephony;

import org.asteriskjava.fastagi.AgiReader;
import org.asteriskjava.fastagi.AgiWriter;
import org.asteriskjava.fastagi.internal.DefaultAgiChannelFactory;
import org.asteriskjava.fastagi.internal.FastAgiConnectionHandler;

/**
 * Lends the library's reader and writer of the FastAGI protocol. Its own {@code run()} is not used: it logs the URL with the secret in it, keeps every
 * connection in a static map, and sends commands of its own after the script's last act.
 */
final class AgiProtocol extends FastAgiConnectionHandler {
  AgiProtocol(GuardedSocket socket) {
    super((_, _) -> null, socket, new DefaultAgiChannelFactory());
  }

  AgiReader reader() {
    return createReader();
  }

  AgiWriter writer() {
    return createWriter();
  }
}
