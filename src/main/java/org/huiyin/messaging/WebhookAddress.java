package org.huiyin.messaging;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * An address that may be told something. A community's gateway often stands in its own network, so private addresses are allowed; this machine itself is
 * not, nor are the link-local addresses at which clouds hand out credentials: what listens there trusts whoever gets that far.
 */
record WebhookAddress(URI uri) {
  static final int LONGEST = 400;
  private static final int HIGHEST_PORT = 65_535;
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** @throws IllegalArgumentException saying what is wrong with it */
  static WebhookAddress of(String text) {
    var uri = parsed(text.strip());
    var scheme = uri.getScheme();
    if (scheme == null || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the address begins with http:// or https://");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
      throw new IllegalArgumentException("the address names a machine, and a port from 1 to 65535 if any");
    }
    if (uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new IllegalArgumentException("the address has no user, password or fragment in it");
    }
    return new WebhookAddress(uri);
  }

  private static URI parsed(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("the address has 1 to " + LONGEST + " characters");
    }
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("this is no address");
    }
  }

  /** Whether a message may go to this machine; asked each time, since a name may lead elsewhere tomorrow. */
  static boolean allowed(InetAddress machine, MessagingSettings.Loopback loopback) {
    if (machine.isLoopbackAddress()) {
      return loopback == MessagingSettings.Loopback.ALLOW;
    }
    return !machine.isAnyLocalAddress() && !machine.isLinkLocalAddress() && !machine.isMulticastAddress()
        && !embedsAnother(machine.getAddress());
  }

  /** IPv6 that carries an IPv4 address within (NAT64, 6to4, Teredo) may lead where that one would. */
  private static boolean embedsAnother(byte[] address) {
    if (address.length != 16) {
      return address[0] == 0 || (address[0] & 0xf0) == 0xf0;
    }
    int first = ((address[0] & 0xff) << 8) | (address[1] & 0xff);
    int second = ((address[2] & 0xff) << 8) | (address[3] & 0xff);
    return (first == 0x64 && second == 0xff9b) || first == 0x2002 || (first == 0x2001 && second == 0) || first == 0;
  }
}
