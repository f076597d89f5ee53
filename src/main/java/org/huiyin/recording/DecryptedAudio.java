package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;

/** Decrypts while it is read. The cipher does not authenticate the length, so it is the one that was committed with the row. */
final class DecryptedAudio implements SeekableByteChannel {
  private final SeekableByteChannel plain;
  private final SeekableByteChannel object;
  private final long bytes;

  private DecryptedAudio(SeekableByteChannel plain, SeekableByteChannel object, long bytes) {
    this.plain = plain;
    this.object = object;
    this.bytes = bytes;
  }

  /** @param from where it is going to be read first */
  static DecryptedAudio open(DataKey key, SeekableByteChannel object, long bytes, long objectBytes, long from)
      throws IOException, GeneralSecurityException {
    try {
      if (object.size() != objectBytes) {
        throw new AudioSealer.Damaged("the object has " + object.size() + " bytes instead of " + objectBytes);
      }
      var audio = new DecryptedAudio(key.decryptAudio(object), object, bytes);
      // The first read proves the key; a wrong one must not show up as an answer that breaks off. What it decrypts is there for the next read.
      audio.position(from);
      if (from < bytes && audio.read(ByteBuffer.allocate(1)) != 1) {
        throw new AudioSealer.Damaged("the object holds no audio");
      }
      audio.position(from);
      return audio;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      object.close();
      throw e;
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    return plain.read(to);
  }

  @Override
  public long position() throws IOException {
    return plain.position();
  }

  @Override
  public SeekableByteChannel position(long to) throws IOException {
    plain.position(to);
    return this;
  }

  @Override
  public long size() {
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return object.isOpen();
  }

  @Override
  public void close() throws IOException {
    try (object) {
      plain.close();
    }
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long size) {
    throw new NonWritableChannelException();
  }
}
