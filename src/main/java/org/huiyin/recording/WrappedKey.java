package org.huiyin.recording;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Reads from a wrapped key which wrapping key opens it: Tink's {@code EncryptedKeyset} is a protocol buffer whose field 2 is the ciphertext, and a ciphertext
 * begins with the byte 1 and the four bytes of the key's id.
 */
final class WrappedKey {
  private static final int CIPHERTEXT = 2;
  private static final int LENGTH_DELIMITED = 2;
  private static final byte TINK_PREFIX = 1;
  private static final int PREFIX = 5;

  private WrappedKey() {
  }

  /** @throws GeneralSecurityException when these bytes are no wrapped key */
  static int wrappedBy(byte[] wrapped) throws GeneralSecurityException {
    var bytes = ByteBuffer.wrap(wrapped);
    while (bytes.hasRemaining()) {
      int tag = varint(bytes);
      int length = varint(bytes);
      if ((tag & 7) != LENGTH_DELIMITED || length < 0 || length > bytes.remaining()) {
        break;
      }
      if (tag >>> 3 == CIPHERTEXT) {
        if (length < PREFIX || bytes.get() != TINK_PREFIX) {
          break;
        }
        return bytes.getInt();
      }
      bytes.position(bytes.position() + length);
    }
    throw new GeneralSecurityException("these bytes are no wrapped key");
  }

  private static int varint(ByteBuffer bytes) throws GeneralSecurityException {
    int value = 0;
    for (int shift = 0; shift < 32 && bytes.hasRemaining(); shift += 7) {
      int next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new GeneralSecurityException("these bytes are no wrapped key");
  }
}
