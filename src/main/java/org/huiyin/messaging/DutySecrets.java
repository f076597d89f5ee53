package org.huiyin.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import org.huiyin.foundation.CommunityId;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.PrivateFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Seals the secrets that sign messages with a key of their own, {@code keys/duty.json}, which lies in no database and in no backup of one. It is made with the
 * first secret. A sealed secret is bound to its community: it opens in no other's row.
 */
@Component
class DutySecrets {
  private static final Logger log = LoggerFactory.getLogger(DutySecrets.class);
  private static final Configuration CONFIGURATION = AeadConfig2026.get();
  private static final String OUR_FOLDER = "rwx------";

  private final Path file;

  DutySecrets(HuiyinHome home) {
    this.file = home.keys().resolve("duty.json");
  }

  /** @throws IllegalStateException when the key can be neither read nor made */
  String seal(CommunityId community, String secret) {
    try {
      return Base64.getEncoder().encodeToString(key(true).orElseThrow().encrypt(secret.getBytes(StandardCharsets.UTF_8), name(community)));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("the secret of community " + community + " cannot be sealed with " + file, e);
    }
  }

  /** Empty where the key is missing, or is another than the one that sealed it: then a new secret has to be made. */
  Optional<String> open(CommunityId community, String sealed) {
    try {
      var opener = key(false);
      return opener.isEmpty()
          ? Optional.empty()
          : Optional.of(new String(opener.get().decrypt(Base64.getDecoder().decode(sealed), name(community)), StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return Optional.empty();
    } catch (IOException e) {
      log.error("The key {} cannot be read, so no night duty can be told: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /** Read each time: it is seldom, and a key that was put back counts at once. */
  private synchronized Optional<Aead> key(boolean make) throws IOException, GeneralSecurityException {
    if (!Files.exists(file)) {
      if (!make) {
        return Optional.empty();
      }
      Files.createDirectories(file.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OUR_FOLDER)));
      var made = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, CONFIGURATION);
      PrivateFile.write(file, TinkJsonProtoKeysetFormat.serializeKeyset(made, CONFIGURATION, InsecureSecretKeyAccess.get()));
    }
    return Optional.of(TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), CONFIGURATION, InsecureSecretKeyAccess.get())
        .getPrimitive(CONFIGURATION, Aead.class));
  }

  private static byte[] name(CommunityId community) {
    return (community + "/duty-webhook").getBytes(StandardCharsets.US_ASCII);
  }
}
