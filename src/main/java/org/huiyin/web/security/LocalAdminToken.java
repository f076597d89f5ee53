package org.huiyin.web.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

import org.huiyin.foundation.HuiyinHome;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * {@code secrets/local-admin.token}: whoever can read this file sits at the machine and may do everything through the API. Made at the first
 * start. It is taken from this machine only.
 */
@Component
@Profile("!verify")
class LocalAdminToken {
  private final byte[] token;

  LocalAdminToken(HuiyinHome home) {
    Path file = home.secrets().resolve("local-admin.token");
    if (!Files.exists(file)) {
      SecretFile.write(file, RandomSecrets.token() + "\n");
    }
    try {
      String text = Files.readString(file).strip();
      if (text.length() < 32) {
        throw new IllegalStateException(file + " does not hold a token any more: remove it, then start again");
      }
      this.token = text.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  boolean is(String text) {
    return MessageDigest.isEqual(token, text.getBytes(StandardCharsets.UTF_8));
  }
}
