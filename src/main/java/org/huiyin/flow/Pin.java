package org.huiyin.flow;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Eight digits, none of which follows itself, so that a line that swallows or doubles a key does no harm: 47 million PINs. */
record Pin(String digits) {
  static final int LENGTH = 8;
  static final int SALT_BYTES = 16;
  private static final Pattern FORM = Pattern.compile("(?:([0-9])(?!\\1)){" + LENGTH + "}");
  /** Whoever reads the row has the PIN's quarter of an hour to try them all. */
  private static final int ROUNDS = 50_000;
  private static final int HASH_BITS = 256;

  Pin {
    if (!isOne(digits)) {
      throw new IllegalArgumentException("not a PIN");
    }
  }

  static boolean isOne(String digits) {
    return FORM.matcher(digits).matches();
  }

  static Pin random(RandomGenerator random) {
    var digits = new StringBuilder();
    while (digits.length() < LENGTH) {
      char digit = (char) ('0' + random.nextInt(10));
      if (digits.isEmpty() || digits.charAt(digits.length() - 1) != digit) {
        digits.append(digit);
      }
    }
    return new Pin(digits.toString());
  }

  byte[] hash(byte[] salt) {
    try {
      var spec = new PBEKeySpec(digits.toCharArray(), salt, ROUNDS, HASH_BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    }
  }

  boolean matches(byte[] salt, byte[] hash) {
    return MessageDigest.isEqual(hash(salt), hash);
  }

  /** Never in a log by mistake. */
  @Override
  public String toString() {
    return "Pin";
  }
}
