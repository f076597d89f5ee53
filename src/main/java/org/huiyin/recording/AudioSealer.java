package org.huiyin.recording;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;

import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.foundation.RecordingId;
import org.huiyin.recording.RecordingTable.Sealed;
import org.springframework.stereotype.Component;

/** Turns what a call left in the spool into one encrypted object that was read back and found right. Streams: a call of hours needs no more memory. */
@Component
class AudioSealer {
  private final AudioStore store;
  private final Keys keys;

  AudioSealer(AudioStore store, Keys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** What was read back is not what was written. */
  static final class Damaged extends IOException {
    Damaged(String message) {
      super(message);
    }
  }

  /** Encodes, hashes, encrypts and writes. Until the row is committed the object belongs to nobody; sealing again replaces it. */
  Sealed write(RecordingId id, Capture capture, Duration call) throws IOException, GeneralSecurityException {
    var ring = keys.ring();
    var key = ring.newKey(id);
    var peaks = new PeakMeter();
    var audio = new Measured(DigestUtils.getSha256Digest());
    var object = new Measured(DigestUtils.getSha256Digest());
    store.put(id, out -> {
      try (var source = StereoSource.open(capture.left(), capture.right());
          var to = audio.on(key.encryptAudio(object.on(out)))) {
        OggOpus.encode(source, peaks, to);
      } catch (GeneralSecurityException e) {
        throw new IOException("the audio cannot be encrypted", e);
      }
    });
    return new Sealed(capture.length(), capture.missingFrom(call), !capture.closed() || capture.oneSided(), audio.hash(), audio.bytes,
        object.hash(),
        object.bytes,
        ring.wrap(key), ring.primary(), key.encryptPeaks(peaks.toBytes()));
  }

  /**
   * Reads the whole object with the wrapped key as a listener would.
   *
   * @throws Damaged when it is not what was hashed
   */
  void verify(RecordingId id, byte[] wrappedKey, String audioHash, long audioBytes, String objectHash)
      throws IOException, GeneralSecurityException {
    var audio = DigestUtils.getSha256Digest();
    var object = DigestUtils.getSha256Digest();
    long bytes;
    try (var in = new DigestInputStream(Channels.newInputStream(store.open(id)), object)) {
      bytes = drain(new DigestInputStream(keys.unwrap(id, wrappedKey).decryptAudio(in), audio));
      drain(in);
    }
    if (!Hex.encodeHexString(object.digest()).equals(objectHash)) {
      throw new Damaged("the object is not the one that was written: its hash differs");
    }
    if (bytes != audioBytes || !Hex.encodeHexString(audio.digest()).equals(audioHash)) {
      throw new Damaged("the audio is not the one that was encoded: its hash differs");
    }
  }

  private static long drain(InputStream in) throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  /** Counts and hashes what passes. */
  private static final class Measured {
    private final MessageDigest digest;
    private long bytes;

    Measured(MessageDigest digest) {
      this.digest = digest;
    }

    OutputStream on(OutputStream out) {
      return new FilterOutputStream(new DigestOutputStream(out, digest)) {
        @Override
        public void write(int b) throws IOException {
          out.write(b);
          bytes++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          out.write(from, offset, length);
          bytes += length;
        }
      };
    }

    String hash() {
      return Hex.encodeHexString(digest.digest());
    }
  }
}
