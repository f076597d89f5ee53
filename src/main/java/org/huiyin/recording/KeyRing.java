package org.huiyin.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
 * own. Each recording has a data key, which the ring's primary key wraps; the others open what they wrapped before. A ring does not change: turning over
 * makes another one.
 */
final class KeyRing {
  private static final Configuration AEAD = AeadConfig2026.get();
  private static final Configuration STREAMING = StreamingAeadConfig2026.get();
  private static final int SEGMENT = 64 * 1024;
  private static final int KEY = 32;

  private final KeysetHandle keys;
  private final Aead aead;

  private KeyRing(KeysetHandle keys) throws GeneralSecurityException {
    this.keys = keys;
    this.aead = keys.getPrimitive(AEAD, Aead.class);
  }

  /** The ring cannot be used; the message says what to do about it. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }

    Unusable(String message) {
      super(message);
    }
  }

  static Path file(Path folder) {
    return KeyFile.in(folder);
  }

  /** @throws Unusable when the file is readable by others, damaged or cannot be read */
  static KeyRing load(Path folder) {
    try {
      var text = KeyFile.read(folder);
      if (!whole(text)) {
        throw new GeneralSecurityException("its end is missing");
      }
      return new KeyRing(TinkJsonProtoKeysetFormat.parseKeyset(text, AEAD, InsecureSecretKeyAccess.get()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw KeyFile.damaged(file(folder), e);
    }
  }

  /** The parser forgives a missing end, and with it a missing key. Nothing in the file's texts is a brace. */
  private static boolean whole(String text) {
    return text.chars().filter(one -> one == '{').count() == text.chars().filter(one -> one == '}').count() && text.strip().endsWith("}");
  }

  /** Makes a new ring; never over an existing one. */
  static KeyRing create(Path folder) {
    try {
      var ring = new KeyRing(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AEAD));
      if (Files.exists(file(folder))) {
        throw new Unusable("The key ring " + file(folder) + " appeared while a new one was being made: start again");
      }
      ring.save(folder, _ -> {
      });
      return ring;
    } catch (GeneralSecurityException e) {
      throw new Unusable("The key ring " + file(folder) + " cannot be made: no recording can be sealed without it", e);
    }
  }

  /** @param steps told after each step, so that a test can stop there */
  void save(Path folder, Consumer<String> steps) {
    try {
      KeyFile.write(folder, TinkJsonProtoKeysetFormat.serializeKeyset(keys, AEAD, InsecureSecretKeyAccess.get()), steps);
    } catch (IOException | GeneralSecurityException e) {
      throw new Unusable("The key ring " + file(folder) + " cannot be written: check the disk's room and who may write there", e);
    }
  }

  /** The same keys and a new one, which wraps from then on. */
  KeyRing turnedOver() throws GeneralSecurityException {
    KeysetHandle.Entry fresh;
    do {
      fresh = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AEAD).getPrimary();
    } while (ids().contains(fresh.getId()));
    return new KeyRing(KeysetHandle.newBuilder(keys).addEntry(KeysetHandle.importKey(fresh.getKey()).makePrimary()).build());
  }

  /** @throws IllegalArgumentException when the one that wraps were among those left out */
  KeyRing without(Collection<Integer> gone) throws GeneralSecurityException {
    if (gone.contains(primary())) {
      throw new IllegalArgumentException("the wrapping key " + name(primary()) + " is in use");
    }
    var left = KeysetHandle.newBuilder();
    for (int i = 0; i < keys.size(); i++) {
      var entry = keys.getAt(i);
      if (!gone.contains(entry.getId())) {
        var kept = KeysetHandle.importKey(entry.getKey());
        left.addEntry(entry.isPrimary() ? kept.makePrimary() : kept);
      }
    }
    return new KeyRing(left.build());
  }

  /** The key that wraps. */
  int primary() {
    return keys.getPrimary().getId();
  }

  Set<Integer> ids() {
    return IntStream.range(0, keys.size()).mapToObj(i -> keys.getAt(i).getId()).collect(Collectors.toSet());
  }

  /** A wrapping key as people read it. */
  static String name(int id) {
    return String.format(java.util.Locale.ROOT, "%08x", id);
  }

  DataKey newKey(RecordingId id) throws GeneralSecurityException {
    var parameters = AesGcmHkdfStreamingParameters.builder().setKeySizeBytes(KEY).setDerivedAesGcmKeySizeBytes(KEY)
        .setHkdfHashType(AesGcmHkdfStreamingParameters.HashType.SHA256).setCiphertextSegmentSizeBytes(SEGMENT).build();
    return new DataKey(id, KeysetHandle.generateNew(parameters, STREAMING));
  }

  byte[] wrap(DataKey key) throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeEncryptedKeyset(key.handle(), aead, DataKey.name(key.recording(), "key"), STREAMING);
  }

  /** @throws GeneralSecurityException when the key was wrapped for another recording or by another ring */
  DataKey unwrap(RecordingId id, byte[] wrapped) throws GeneralSecurityException {
    return new DataKey(id, TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, aead, DataKey.name(id, "key"), STREAMING));
  }
}
