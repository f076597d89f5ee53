package org.huiyin.flow.prompts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** What people upload. Its kind is told from its first bytes alone, so that no name decides which reader opens it. */
final class SoundFile {
  private static final int HEAD = 64;
  /** As the converter calls them. The longer beginning first. */
  private static final Map<String, String> BEGINNINGS = Map.of("fLaC", "flac", "ID3", "mp3", "#!AMR-WB\n", "amr-wb", "#!AMR\n", "amr-nb",
      ".snd", "au", "caff", "caf");
  /** A sample from here on stands at the end of the scale. */
  static final int FULL = 32_760;
  /** The same for a telephone line: G.711 ends at 32,124 or 32,256, and the value below is a thousand less. */
  static final int FULL_LINE = 32_000;
  /** So many in a row were cut off; a single one is only loud. */
  private static final int RUN = 3;
  private static final double MOST_CUT_OFF = 0.001;

  private SoundFile() {
  }

  /** The converter's name for the file's format; empty for what no reader is trusted with. */
  static Optional<String> format(byte[] file) {
    var head = new String(file, 0, Math.min(file.length, HEAD), ISO_8859_1);
    if (head.startsWith("RIFF") && head.startsWith("WAVE", 8)) {
      return Optional.of("wav");
    }
    if (head.startsWith("FORM") && (head.startsWith("AIFF", 8) || head.startsWith("AIFC", 8))) {
      return Optional.of("aiff");
    }
    if (head.startsWith("OggS")) {
      return head.contains("\u0001vorbis") ? Optional.of("vorbis") : Optional.empty();
    }
    if (file.length > 2 && (file[0] & 0xff) == 0xff && (file[1] & 0xe6) == 0xe2) {
      return Optional.of("mp3");
    }
    return BEGINNINGS.entrySet().stream().filter(each -> head.startsWith(each.getKey())).map(Map.Entry::getValue).findFirst();
  }

  /** A decoded recording with all its channels. */
  record Decoded(int rate, int channels, short[] samples) {
    /** Reads a WAV of 16 bits a sample, whatever stands in its header besides. */
    static Decoded of(byte[] wav) {
      var bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
      int channels = 0;
      int rate = 0;
      for (int at = 12; at + 8 <= wav.length;) {
        var tag = new String(wav, at, 4, ISO_8859_1);
        int size = bytes.getInt(at + 4);
        if (tag.equals("fmt ")) {
          channels = bytes.getShort(at + 10);
          rate = bytes.getInt(at + 12);
        } else if (tag.equals("data")) {
          var samples = new short[Math.min(Math.max(size, 0), wav.length - at - 8) / 2];
          bytes.position(at + 8).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
          return new Decoded(rate, Math.max(1, channels), samples);
        }
        at += 8 + Math.max(0, size) + (size & 1);
      }
      throw new PromptProblem("a converted file has no samples");
    }

    double seconds() {
      return samples.length / (double) channels / rate;
    }

    /** Whether so much stands at the end of the scale that it is heard; {@code full} is where that begins. */
    boolean isClipped(int full) {
      int cut = 0;
      for (int channel = 0; channel < channels; channel++) {
        int run = 0;
        for (int i = channel; i < samples.length; i += channels) {
          run = Math.abs((int) samples[i]) >= full ? run + 1 : 0;
          cut += run == RUN ? RUN : run > RUN ? 1 : 0;
        }
      }
      return cut > samples.length * MOST_CUT_OFF;
    }
  }
}
