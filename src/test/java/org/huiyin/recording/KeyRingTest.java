package org.huiyin.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

import org.huiyin.foundation.RecordingId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyRingTest {
  private final RecordingId id = RecordingId.random();
  private final RecordingId other = RecordingId.random();

  @TempDir
  private Path folder;

  @Test
  void a_ring_made_once_opens_later_what_it_wrapped() throws GeneralSecurityException, IOException {
    var made = KeyRing.create(keys());
    var wrapped = made.wrap(made.newKey(id));
    var encrypted = encrypt(made.unwrap(id, wrapped), new byte[]{1, 2, 3});
    var loaded = KeyRing.load(keys());
    assertThat(loaded.unwrap(id, wrapped).decryptAudio(new ByteArrayInputStream(encrypted)).readAllBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void the_file_is_ours_only_and_one_that_others_can_read_is_refused() throws IOException {
    KeyRing.create(keys());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(KeyRing.file(keys())))).isEqualTo("rw-------");
    Files.setPosixFilePermissions(KeyRing.file(keys()), PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> KeyRing.load(keys())).withMessageContaining("chmod 600");
  }

  @Test
  void a_damaged_ring_is_a_clear_error_and_never_replaced() throws IOException {
    KeyRing.create(keys());
    Files.writeString(KeyRing.file(keys()), "{}");
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> KeyRing.load(keys())).withMessageContaining("backup");
    assertThatExceptionOfType(KeyRing.Unusable.class).isThrownBy(() -> KeyRing.create(keys()));
    assertThat(KeyRing.file(keys())).hasContent("{}");
  }

  @Test
  void a_key_of_another_recording_or_ring_is_refused() throws GeneralSecurityException {
    var ring = KeyRing.create(keys());
    var wrapped = ring.wrap(ring.newKey(id));
    assertThatThrownBy(() -> ring.unwrap(other, wrapped)).isInstanceOf(GeneralSecurityException.class);
    var stranger = KeyRing.create(folder.resolve("elsewhere"));
    assertThatThrownBy(() -> stranger.unwrap(id, wrapped)).isInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void audio_belongs_to_its_recording_even_under_the_same_key_and_is_no_waveform() throws GeneralSecurityException, IOException {
    var key = KeyRing.create(keys()).newKey(id);
    var encrypted = encrypt(key, new byte[]{1, 2, 3});
    assertThatThrownBy(() -> new DataKey(other, key.handle()).decryptAudio(new ByteArrayInputStream(encrypted)).readAllBytes())
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> key.decryptPeaks(encrypted)).isInstanceOf(IOException.class);
    assertThat(key.decryptPeaks(key.encryptPeaks(new byte[]{9, 8}))).containsExactly(9, 8);
  }

  private static byte[] encrypt(DataKey key, byte[] plain) throws GeneralSecurityException, IOException {
    var to = new ByteArrayOutputStream();
    try (var out = key.encryptAudio(to)) {
      out.write(plain);
    }
    return to.toByteArray();
  }

  private Path keys() {
    return folder.resolve("keys");
  }
}
