package org.huiyin.resident;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** RTP packets (RFC 3550) of speech and of keys (RFC 4733). */
final class Rtp {
  static final int SPEECH = 0;
  static final int EVENT = 101;
  private static final int HEADER = 12;
  private static final String EVENTS = "0123456789*#";

  private Rtp() {
  }

  static byte[] speech(boolean first, int sequence, long timestamp, int source, byte[] frame) {
    return header(SPEECH, first, sequence, timestamp, source, frame.length).put(frame).array();
  }

  /** One packet of a key that has been down for {@code samples}; all packets of one key carry the timestamp at which it went down. */
  static byte[] key(char key, boolean first, boolean last, int sequence, long pressedAt, int source, int samples) {
    int loudness = 10;
    return header(EVENT, first, sequence, pressedAt, source, 4).put((byte) event(key)).put((byte) ((last ? 0x80 : 0) | loudness))
        .putShort((short) samples).array();
  }

  static int event(char key) {
    int event = EVENTS.indexOf(key);
    if (event < 0) {
      throw new IllegalArgumentException("not a key of a telephone: only 0-9, * and # are");
    }
    return event;
  }

  private static ByteBuffer header(int type, boolean marker, int sequence, long timestamp, int source, int payload) {
    return ByteBuffer.allocate(HEADER + payload).put((byte) 0x80).put((byte) ((marker ? 0x80 : 0) | type)).putShort((short) sequence)
        .putInt((int) timestamp).putInt(source);
  }

  /** What is needed of a packet of speech that arrived; {@code null} for everything else. */
  static final class Speech {
    final int sequence;
    final int timestamp;
    final int source;
    final byte[] codes;

    Speech(int sequence, int timestamp, int source, byte[] codes) {
      this.sequence = sequence;
      this.timestamp = timestamp;
      this.source = source;
      this.codes = codes;
    }

    /** Whether this one goes on where the other was, within a second of the same stream. */
    boolean follows(Speech other) {
      long step = (long) timestamp - other.timestamp;
      return source == other.source && step >= 0 && step < Sound.RATE;
    }

    static @Nullable Speech parse(byte[] bytes, int length) {
      if (length <= HEADER || (bytes[0] & 0xc0) != 0x80 || (bytes[1] & 0x7f) != SPEECH) {
        return null;
      }
      ByteBuffer packet = ByteBuffer.wrap(bytes, 0, length);
      int start = HEADER + 4 * (bytes[0] & 0x0f);
      if ((bytes[0] & 0x10) != 0 && start + 4 <= length) {
        start += 4 + 4 * (packet.getShort(start + 2) & 0xffff);
      }
      int end = (bytes[0] & 0x20) == 0 ? length : length - (bytes[length - 1] & 0xff);
      return start >= end
          ? null
          : new Speech(packet.getShort(2) & 0xffff, packet.getInt(4), packet.getInt(8), Arrays.copyOfRange(bytes, start, end));
    }
  }
}
