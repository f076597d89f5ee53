package org.huiyin.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Two legs side by side, the resident left. The shorter one is silent to the end, a missing one throughout. */
final class StereoSource implements Closeable {
  private final InputStream left;
  private final InputStream right;
  private final long samples;
  private final byte[] buffer = new byte[OggOpus.FRAME * Short.BYTES];
  private long read;

  private StereoSource(InputStream left, InputStream right, long samples) {
    this.left = left;
    this.right = right;
    this.samples = samples;
  }

  static StereoSource open(Optional<Leg> left, Optional<Leg> right) throws IOException {
    var leftIn = open(left);
    try {
      return new StereoSource(leftIn, open(right), Math.max(samples(left), samples(right)));
    } catch (IOException e) {
      leftIn.close();
      throw e;
    }
  }

  static long samples(Optional<Leg> leg) {
    return leg.map(Leg::samples).orElse(0L);
  }

  long samples() {
    return samples;
  }

  /** Fills the frame with interleaved samples, silence after the end. @return how many pairs are real, 0 at the end */
  int read(short[] frame) throws IOException {
    var pairs = (int) Math.min(OggOpus.FRAME, samples - read);
    fill(left, frame, 0);
    fill(right, frame, 1);
    read += pairs;
    return pairs;
  }

  private void fill(InputStream in, short[] frame, int channel) throws IOException {
    var got = in.readNBytes(buffer, 0, buffer.length) / Short.BYTES;
    for (var i = 0; i < OggOpus.FRAME; i++) {
      frame[2 * i + channel] = i < got ? (short) ((buffer[2 * i] & 0xff) | (buffer[2 * i + 1] << 8)) : 0;
    }
  }

  private static InputStream open(Optional<Leg> leg) throws IOException {
    return leg.isPresent() ? leg.get().open() : InputStream.nullInputStream();
  }

  @Override
  public void close() throws IOException {
    try (left) {
      right.close();
    }
  }
}
