package org.huiyin.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import org.gagravarr.ogg.OggFile;
import org.gagravarr.ogg.OggPacket;
import org.gagravarr.ogg.OggPacketReader;
import org.huiyin.resident.Sound;

/** A stored recording as its two channels: the caller left, the staff right. Reads Ogg Opus by the format's rules, not by our writer's. */
public record StoredAudio(Sound caller, Sound staff) {
  private static final int LONGEST_PACKET = Sound.RATE * 120 / 1000;

  public static StoredAudio decode(byte[] oggOpus) throws IOException {
    OggPacketReader packets = new OggFile(new ByteArrayInputStream(oggOpus)).getPacketReader();
    byte[] head = packets.getNextPacket().getData();
    if (!new String(head, 0, 8, StandardCharsets.US_ASCII).equals("OpusHead") || head[9] != 2) {
      throw new IOException("not a two-channel Ogg Opus file");
    }
    int preSkip = ((head[10] & 0xff) | (head[11] & 0xff) << 8) * Sound.RATE / 48000;
    packets.getNextPacket();
    short[] interleaved = new short[0];
    long granule = 0;
    int used = 0;
    try {
      OpusDecoder decoder = new OpusDecoder(Sound.RATE, 2);
      for (OggPacket packet = packets.getNextPacket(); packet != null; packet = packets.getNextPacket()) {
        if (interleaved.length < (used + LONGEST_PACKET) * 2) {
          interleaved = Arrays.copyOf(interleaved, (used + LONGEST_PACKET) * 4);
        }
        byte[] data = packet.getData();
        used += decoder.decode(data, 0, data.length, interleaved, used * 2, LONGEST_PACKET, false);
        granule = Math.max(granule, packet.getGranulePosition());
      }
    } catch (OpusException e) {
      throw new IOException("not Opus", e);
    }
    int end = Math.min(used, (int) (granule * Sound.RATE / 48000));
    return new StoredAudio(channel(interleaved, 0, preSkip, end), channel(interleaved, 1, preSkip, end));
  }

  private static Sound channel(short[] interleaved, int channel, int from, int to) {
    short[] samples = new short[Math.max(0, to - from)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = interleaved[(from + i) * 2 + channel];
    }
    return Sound.of(samples);
  }
}
