package org.huiyin.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSDecoder;
import org.gagravarr.ogg.OggFile;
import org.gagravarr.ogg.OggPacket;

/** A decoded recording, for listening to it in tests: which tone is in which channel, when and how loud. */
public record StereoAudio(short[] left, short[] right) {
  public static final int RATE = 8000;
  private static final int GRANULES = 48_000 / RATE;
  private static final int LONGEST_PACKET = RATE * 120 / 1000;

  /** Decodes Ogg Opus as RFC 7845 says: pre-skip dropped at the beginning, cut at the last granule. */
  public static StereoAudio decode(InputStream in) {
    try {
      var packets = new OggFile(in).getPacketReader();
      var head = packets.getNextPacket().getData();
      if (!new String(head, 0, 8, StandardCharsets.US_ASCII).equals("OpusHead") || head[9] != 2 || head[18] != 1) {
        throw new IOException("not Ogg Opus with two channels and their mapping");
      }
      packets.getNextPacket();
      var decoder = OpusMSDecoder.create(RATE, 2, head[19], head[20], new short[]{head[21], head[22]});
      var decoded = new short[0];
      var pcm = new short[LONGEST_PACKET * 2];
      var filled = 0;
      long granule = 0;
      for (OggPacket packet = packets.getNextPacket(); packet != null; packet = packets.getNextPacket()) {
        var count = decoder.decodeMultistream(packet.getData(), 0, packet.getData().length, pcm, 0, LONGEST_PACKET, 0);
        if (decoded.length < filled + 2 * count) {
          decoded = Arrays.copyOf(decoded, Math.max(2 * decoded.length, filled + 2 * count));
        }
        System.arraycopy(pcm, 0, decoded, filled, 2 * count);
        filled += 2 * count;
        granule = packet.getGranulePosition();
      }
      var skip = ((head[10] & 0xff) | (head[11] & 0xff) << 8) / GRANULES;
      return split(decoded, skip, (int) (granule / GRANULES) - skip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OpusException e) {
      throw new IllegalStateException("not Opus", e);
    }
  }

  private static StereoAudio split(short[] interleaved, int skip, int count) {
    var left = new short[count];
    var right = new short[count];
    for (var i = 0; i < count; i++) {
      left[i] = interleaved[2 * (skip + i)];
      right[i] = interleaved[2 * (skip + i) + 1];
    }
    return new StereoAudio(left, right);
  }

  public Duration length() {
    return Duration.ofMillis(left.length * 1000L / RATE);
  }

  /** How loud a tone is in a stretch of one channel, in dB of a full-scale sine (Goertzel). */
  public static double level(short[] channel, double hertz, Duration from, Duration to) {
    var first = Math.min(channel.length, (int) (from.toMillis() * RATE / 1000));
    var last = Math.min(channel.length, (int) (to.toMillis() * RATE / 1000));
    var coefficient = 2 * Math.cos(2 * Math.PI * hertz / RATE);
    double one = 0;
    double two = 0;
    for (var i = first; i < last; i++) {
      var now = channel[i] / 32768.0 + coefficient * one - two;
      two = one;
      one = now;
    }
    var power = one * one + two * two - coefficient * one * two;
    var amplitude = 2 * Math.sqrt(Math.max(power, 0)) / Math.max(1, last - first);
    return 20 * Math.log10(Math.max(amplitude, 1e-9));
  }

  /** The same over the whole channel. */
  public static double level(short[] channel, double hertz) {
    return level(channel, hertz, Duration.ZERO, Duration.ofMillis(channel.length * 1000L / RATE));
  }
}
