package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.streamingaead.AesGcmHkdfStreamingParameters;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import org.huiyin.foundation.RecordingId;

/**
 * The ring of wrapping keys, {@code keys/recordings.json}. Without it no recording can be heard; it lies in no database and no store, and has a backup of its
 * own. Each recording has a data key, which the ring's primary key wraps.
 */
final class KeyRing {
  private static final String FILE = "recordings.json";
  private static final Configuration AEAD = AeadConfig2026.get();
  private static final Configuration STREAMING = StreamingAeadConfig2026.get();
  private static final Set<PosixFilePermission> OURS_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OUR_FOLDER = PosixFilePermissions.fromString("rwx------");
  private static final int SEGMENT = 64 * 1024;
  private static final int KEY = 32;

  private final Aead primary;

  private KeyRing(KeysetHandle ring) throws GeneralSecurityException {
    this.primary = ring.getPrimitive(AEAD, Aead.class);
  }

  /** The ring cannot be used; the message says what to do about it. */
  static final class Unusable extends RuntimeException {
    Unusable(String message, Throwable cause) {
      super(message, cause);
    }

    Unusable(String message) {
      super(message);
    }
  }

  static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /** @throws Unusable when the file is readable by others, damaged or cannot be read */
  static KeyRing load(Path folder) {
    var file = file(folder);
    try {
      var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      if (!OURS_ONLY.containsAll(permissions)) {
        throw new Unusable("The key ring " + file + " is readable by others: chmod 600 it, and ask who has read it");
      }
      return new KeyRing(TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file), AEAD, InsecureSecretKeyAccess.get()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw new Unusable(
          "The key ring " + file + " cannot be read or is damaged: put back its backup; no recording can be heard without it", e);
    }
  }

  /** Makes a new ring; never over an existing one. */
  static KeyRing create(Path folder) {
    var file = file(folder);
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OUR_FOLDER));
      var ring = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AEAD);
      var aside = folder.resolve(FILE + ".new");
      Files.deleteIfExists(aside);
      try (var channel = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
          PosixFilePermissions.asFileAttribute(OURS_ONLY))) {
        var text = ByteBuffer
            .wrap(TinkJsonProtoKeysetFormat.serializeKeyset(ring, AEAD, InsecureSecretKeyAccess.get()).getBytes(StandardCharsets.UTF_8));
        while (text.hasRemaining()) {
          channel.write(text);
        }
        channel.force(true);
      }
      if (Files.exists(file)) {
        throw new Unusable("The key ring " + file + " appeared while a new one was being made: start again");
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
      return new KeyRing(ring);
    } catch (IOException | GeneralSecurityException e) {
      throw new Unusable("The key ring " + file + " cannot be made: no recording can be sealed without it", e);
    }
  }

  DataKey newKey(RecordingId id) throws GeneralSecurityException {
    var parameters = AesGcmHkdfStreamingParameters.builder().setKeySizeBytes(KEY).setDerivedAesGcmKeySizeBytes(KEY)
        .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256).setCiphertextSegmentSizeBytes(SEGMENT).build();
    return new DataKey(id, KeysetHandle.generateNew(parameters, STREAMING));
  }

  byte[] wrap(DataKey key) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(key.handle(), primary, DataKey.name(key.recording(), "key"), STREAMING);
  }

  /** @throws GeneralSecurityException when the key was wrapped for another recording or by another ring */
  DataKey unwrap(RecordingId id, byte[] wrapped) throws GeneralSecurityException {
    return new DataKey(id, TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, primary, DataKey.name(id, "key"), STREAMING));
  }
}
