package org.huiyin.web.security;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.commons.codec.digest.DigestUtils;

/** Passwords and tokens that nobody chose. */
final class RandomSecrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  /** No characters that look like one another on paper. */
  private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";
  private static final int GROUPS = 4;
  private static final int GROUP_LENGTH = 4;
  private static final int TOKEN_BYTES = 32;

  private RandomSecrets() {
  }

  /** {@code k7wm-3xqd-hn5t-vb2y}: 79 bits, to be read aloud or copied from paper. */
  static String password() {
    return IntStream.range(0, GROUPS).mapToObj(group -> group()).collect(Collectors.joining("-"));
  }

  /** {@code hy_...}: 256 bits; the prefix lets a leaked one be recognised. */
  static String token() {
    byte[] random = new byte[TOKEN_BYTES];
    RANDOM.nextBytes(random);
    return "hy_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  static String hashOf(String token) {
    return DigestUtils.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
  }

  private static String group() {
    return RANDOM.ints(GROUP_LENGTH, 0, READABLE.length()).mapToObj(index -> String.valueOf(READABLE.charAt(index)))
        .collect(Collectors.joining());
  }
}
