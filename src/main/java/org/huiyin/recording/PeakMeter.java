package org.huiyin.recording;

import java.io.ByteArrayOutputStream;

import org.huiyin.recording.Recordings.Peaks;

/** The loudest sample of each channel in each slice, for the waveform on the page. */
final class PeakMeter {
  static final int PER_SECOND = 20;
  private static final int SLICE = Leg.RATE / PER_SECOND;
  private static final int TO_A_BYTE = 7;

  private final ByteArrayOutputStream left = new ByteArrayOutputStream();
  private final ByteArrayOutputStream right = new ByteArrayOutputStream();
  private int loudestLeft;
  private int loudestRight;
  private int inSlice;

  void add(short[] interleaved, int pairs) {
    for (var i = 0; i < pairs; i++) {
      loudestLeft = Math.max(loudestLeft, Math.abs((int) interleaved[2 * i]));
      loudestRight = Math.max(loudestRight, Math.abs((int) interleaved[2 * i + 1]));
      if (++inSlice == SLICE) {
        endSlice();
      }
    }
  }

  /** The left channel's slices, then as many of the right. */
  byte[] toBytes() {
    if (inSlice > 0) {
      endSlice();
    }
    var bytes = new byte[2 * left.size()];
    System.arraycopy(left.toByteArray(), 0, bytes, 0, left.size());
    System.arraycopy(right.toByteArray(), 0, bytes, left.size(), right.size());
    return bytes;
  }

  static Peaks parse(byte[] bytes) {
    var half = bytes.length / 2;
    return new Peaks(PER_SECOND, java.util.Arrays.copyOf(bytes, half), java.util.Arrays.copyOfRange(bytes, half, bytes.length));
  }

  private void endSlice() {
    left.write(Math.min(loudestLeft >> TO_A_BYTE, 255));
    right.write(Math.min(loudestRight >> TO_A_BYTE, 255));
    loudestLeft = 0;
    loudestRight = 0;
    inSlice = 0;
  }
}
