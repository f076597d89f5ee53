package org.huiyin.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.streamingaead.StreamingAeadConfig2026;
import org.huiyin.foundation.RecordingId;

/** The key of one recording. What it encrypts is bound to the recording's id and to being audio or waveform: nothing can be put in another's place. */
record DataKey(RecordingId recording, KeysetHandle handle) {
  static byte[] name(RecordingId recording, String part) {
    return (recording + "/" + part).getBytes(StandardCharsets.US_ASCII);
  }

  OutputStream encryptAudio(OutputStream to) throws GeneralSecurityException, IOException {
    return cipher().newEncryptingStream(to, name(recording, "audio"));
  }

  InputStream decryptAudio(InputStream from) throws GeneralSecurityException, IOException {
    return cipher().newDecryptingStream(from, name(recording, "audio"));
  }

  SeekableByteChannel decryptAudio(SeekableByteChannel from) throws GeneralSecurityException, IOException {
    return cipher().newSeekableDecryptingChannel(from, name(recording, "audio"));
  }

  byte[] encryptPeaks(byte[] peaks) throws GeneralSecurityException, IOException {
    var to = new ByteArrayOutputStream();
    try (var out = cipher().newEncryptingStream(to, name(recording, "peaks"))) {
      out.write(peaks);
    }
    return to.toByteArray();
  }

  byte[] decryptPeaks(byte[] encrypted) throws GeneralSecurityException, IOException {
    try (var in = cipher().newDecryptingStream(new ByteArrayInputStream(encrypted), name(recording, "peaks"))) {
      return in.readAllBytes();
    }
  }

  private StreamingAead cipher() throws GeneralSecurityException {
    return handle.getPrimitive(StreamingAeadConfig2026.get(), StreamingAead.class);
  }
}
