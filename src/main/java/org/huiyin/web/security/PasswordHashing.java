package org.huiyin.web.security;

import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Argon2id with 19 MiB and two passes (OWASP's first choice). A few at a time, so that a flood of sign-ins cannot take the memory of calls. */
@Component
class PasswordHashing {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int AT_ONCE = 4;

  private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, 1, MEMORY_KIB, PASSES);
  private final Semaphore room = new Semaphore(AT_ONCE);
  /** Of a password nobody knows: the same work is done for an account that does not exist. */
  private final String nobodys = hash(RandomSecrets.token());

  String hash(String password) {
    room.acquireUninterruptibly();
    try {
      String hash = encoder.encode(PasswordRules.normalised(password));
      if (hash == null) {
        throw new IllegalStateException("no hash was made");
      }
      return hash;
    } finally {
      room.release();
    }
  }

  /** Takes equally long whether there is a hash or not; false without one. */
  boolean matches(String password, @Nullable String hash) {
    room.acquireUninterruptibly();
    try {
      boolean same = encoder.matches(PasswordRules.normalised(password), hash == null ? nobodys : hash);
      return same && hash != null;
    } finally {
      room.release();
    }
  }
}
