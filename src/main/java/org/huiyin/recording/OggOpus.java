package org.huiyin.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import org.gagravarr.ogg.OggFile;
import org.gagravarr.ogg.OggPacket;
import org.gagravarr.opus.OpusInfo;
import org.gagravarr.opus.OpusTags;

/** Encodes two channels of 8 kHz audio as Ogg Opus (RFC 7845), in constant memory. */
final class OggOpus {
  static final String CONTENT_TYPE = "audio/ogg";
  /** 20 ms. */
  static final int FRAME = Leg.RATE / 50;
  /** Below this the two channels leak into each other. */
  private static final int BITS_PER_SECOND = 24_000;
  /** 10 takes half as long again and gains nothing that a telephone carries. */
  private static final int COMPLEXITY = 5;
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

  private static void encode(StereoSource source, PeakMeter peaks, OutputStream out, OpusEncoder encoder)
      throws IOException, OpusException {
    var preSkip = encoder.getLookahead() * GRANULES;
    var end = preSkip + source.samples() * GRANULES;
    var packets = Math.ceilDiv(end, (long) FRAME * GRANULES);
    // Never closed: closing the file would close the stream, which is the caller's; the writer's own end writes the last page.
    @SuppressWarnings("resource")
    var writer = new OggFile(out).getPacketWriter(ThreadLocalRandom.current().nextInt());
    writer.bufferPacket(head(preSkip), true);
    writer.bufferPacket(tags(), true);
    var frame = new short[FRAME * CHANNELS];
    var packet = new byte[LARGEST_PACKET];
    for (long i = 1; i <= packets; i++) {
      peaks.add(frame, source.read(frame));
      var length = encoder.encode(frame, 0, FRAME, packet, 0, packet.length);
      writer.bufferPacket(new OggPacket(Arrays.copyOf(packet, length)), i == packets ? end : i * FRAME * GRANULES);
      if (i % PACKETS_PER_PAGE == 0 && i < packets) {
        writer.flush();
      }
    }
    writer.close();
  }

  private static OpusEncoder encoder() throws OpusException {
    var encoder = new OpusEncoder(Leg.RATE, CHANNELS, OpusApplication.OPUS_APPLICATION_VOIP);
    encoder.setBitrate(BITS_PER_SECOND);
    encoder.setComplexity(COMPLEXITY);
    encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
    encoder.setUseVBR(true);
    // Otherwise the encoder may fold both sides into one to save bits. One who speaks alone is 60 dB apart from the other side, two at once about 20.
    encoder.setForceChannels(CHANNELS);
    return encoder;
  }

  private static OggPacket head(int preSkip) {
    var info = new OpusInfo();
    info.setNumChannels(CHANNELS);
    info.setSampleRate(Leg.RATE);
    info.setPreSkip(preSkip);
    return info.write();
  }

  private static OggPacket tags() {
    var tags = new OpusTags();
    tags.setVendor("concentus");
    return tags.write();
  }
}
