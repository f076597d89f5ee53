package org.huiyin.web.security;

import java.net.InetAddress;
import java.net.UnknownHostException;

import jakarta.servlet.http.HttpServletRequest;

/** What the address of a request tells. */
final class Addresses {
  private static final int IPV6_BYTES = 16;
  private static final int HOUSEHOLD_BYTES = 8;

  private Addresses() {
  }

  /** Whether the request came from this very machine. */
  static boolean fromThisMachine(HttpServletRequest request) {
    try {
      return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress() || request.getRemoteAddr().equals(request.getLocalAddr());
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address as attempts are counted by it: one IPv6 customer has 2^64 of them. */
  static String limited(String address) {
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      if (bytes.length == IPV6_BYTES) {
        java.util.Arrays.fill(bytes, HOUSEHOLD_BYTES, IPV6_BYTES, (byte) 0);
      }
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
