package org.huiyin.resident;

/** Where a hotline listens for SIP over UDP. */
public record SipAddress(String host, int port) {
  public SipAddress {
    if (host.isBlank() || host.chars().anyMatch(c -> c <= ' ' || c == '[' || c == ']')) {
      throw new IllegalArgumentException("not a host: an IPv4 address or a name is needed");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  public static SipAddress loopback(int port) {
    return new SipAddress("127.0.0.1", port);
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
