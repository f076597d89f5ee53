package org.huiyin.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSEncoder;
import io.github.jaredmdobson.concentus.OpusSignal;
import org.gagravarr.ogg.OggFile;
import org.gagravarr.ogg.OggPacket;
import org.gagravarr.opus.OpusTags;

/**
 * Encodes two channels of 8 kHz audio as Ogg Opus (RFC 7845), in constant memory. Each side is an Opus stream of its own (channel mapping family 1,
 * none coupled): joint stereo saves bits by letting each side leak into the other, and a recording must tell who said what.
 */
final class OggOpus {
  static final String CONTENT_TYPE = "audio/ogg";
  /** 20 ms. */
  static final int FRAME = Leg.RATE / 50;
  /** Of both sides together. */
  private static final int BITS_PER_SECOND = 24_000;
  /** Lower ones are up to 1.7 times as fast, but a steady tone comes back up to 2.7 dB wrong; higher ones gain nothing that a telephone carries. */
  private static final int CARE = 5;
  /** For who listens: the line's own noise sounds the same for half the arithmetic. What is faint is not lost, only less finely drawn. */
  private static final int LITTLE_CARE = 1;
  /** Who pauses for less than 100 ms is still speaking. */
  private static final int BREATH = 5;
  private static final int CHANNELS = 2;
  /** Ogg Opus counts in samples of 48 kHz, whatever went in. */
  private static final int GRANULES = 48_000 / Leg.RATE;
  /** One page a second: a page for each packet would cost half as much again. */
  private static final int PACKETS_PER_PAGE = 50;
  private static final int LARGEST_PACKET = 1500;

  private OggOpus() {
  }

  static void encode(StereoSource source, PeakMeter peaks, OutputStream out) throws IOException {
    try {
      encode(source, peaks, out, encoder());
    } catch (OpusException e) {
      throw new IOException("Opus cannot encode this", e);
    }
  }

  private static void encode(StereoSource source, PeakMeter peaks, OutputStream out, OpusMSEncoder encoder)
      throws IOException, OpusException {
    var preSkip = encoder.getLookahead() * GRANULES;
    var end = preSkip + source.samples() * GRANULES;
    var packets = Math.ceilDiv(end, (long) FRAME * GRANULES);
    // Never closed: closing the file would close the stream, which is the caller's; the writer's own end writes the last page.
    @SuppressWarnings("resource")
    var writer = new OggFile(out).getPacketWriter(ThreadLocalRandom.current().nextInt());
    writer.bufferPacket(head(preSkip), true);
    writer.bufferPacket(tags(), true);
    var sides = List.of(new Side(encoder, 0), new Side(encoder, 1));
    var frame = new short[FRAME * CHANNELS];
    var packet = new byte[LARGEST_PACKET];
    for (long i = 1; i <= packets; i++) {
      peaks.add(frame, source.read(frame));
      sides.forEach(side -> side.listen(frame));
      var length = encoder.encodeMultistream(frame, 0, FRAME, packet, 0, packet.length);
      writer.bufferPacket(new OggPacket(Arrays.copyOf(packet, length)), i == packets ? end : i * FRAME * GRANULES);
      if (i % PACKETS_PER_PAGE == 0 && i < packets) {
        writer.flush();
      }
    }
    writer.close();
  }

  private static OpusMSEncoder encoder() throws OpusException {
    var encoder = OpusMSEncoder.Create(Leg.RATE, CHANNELS, CHANNELS, 0, new short[]{0, 1}, OpusApplication.OPUS_APPLICATION_VOIP);
    encoder.setBitrate(BITS_PER_SECOND);
    encoder.setComplexity(CARE);
    encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
    encoder.setUseVBR(true);
    return encoder;
  }

  /** Two people rarely speak at once: each side's encoder takes care while its own one speaks. */
  private static final class Side {
    private final OpusEncoder encoder;
    private final int channel;
    private int silent;

    Side(OpusMSEncoder both, int channel) {
      this.encoder = both.getMultistreamEncoderState(channel);
      this.channel = channel;
    }

    /** Before the frame is encoded. */
    void listen(short[] interleaved) {
      long energy = 0;
      for (var i = channel; i < interleaved.length; i += CHANNELS) {
        energy += interleaved[i] * interleaved[i];
      }
      silent = energy > (long) FRAME * Speech.FAINT * Speech.FAINT ? 0 : Math.min(silent + 1, BREATH + 1);
      encoder.setComplexity(silent > BREATH ? LITTLE_CARE : CARE);
    }
  }

  /** The identification header of RFC 7845, section 5.1, with the mapping of 5.1.1: two streams, the first is the left channel. */
  private static OggPacket head(int preSkip) {
    var head = ByteBuffer.allocate(23).order(ByteOrder.LITTLE_ENDIAN);
    head.put("OpusHead".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) CHANNELS);
    head.putShort((short) preSkip).putInt(Leg.RATE).putShort((short) 0);
    head.put((byte) 1).put((byte) CHANNELS).put((byte) 0).put((byte) 0).put((byte) 1);
    return new OggPacket(head.array());
  }

  private static OggPacket tags() {
    var tags = new OpusTags();
    tags.setVendor("concentus");
    return tags.write();
  }
}
