package org.huiyin.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One side of a call as Asterisk wrote it: WAV, 8 kHz, 16 bit, mono, a header of 44 bytes. Asterisk fills the header's sizes in only when it closes the file;
 * what was cut off is read by its real size, and nothing is ever written to it.
 *
 * @param closed whether Asterisk closed the file properly
 * @param samples how many whole samples there are
 */
record Leg(Path file, boolean closed, long samples, long fileSize) {
  static final int RATE = 8000;
  private static final int HEADER = 44;
  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int DATA = 0x61746164;
  private static final int PCM_MONO = 0x00010001;
  private static final int SIXTEEN_BITS = 0x00100002;
  private static final int BUFFER = 64 * 1024;

  /** The audio has a form that Asterisk was not told to write. */
  static final class Foreign extends IOException {
    Foreign(String message) {
      super(message);
    }
  }

  /** Empty when there is no such file. */
  static Optional<Leg> of(Path file) throws IOException {
    var header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try (var in = raw(file)) {
      var size = Files.size(file);
      header.put(in.readNBytes(HEADER));
      return Optional.of(new Leg(file, size >= HEADER && closed(file, header, size), Math.max(0, size - HEADER) / Short.BYTES, size));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  Duration length() {
    return Duration.ofMillis(samples * 1000 / RATE);
  }

  /** The samples after the header. The reader closes it. */
  InputStream open() throws IOException {
    var in = new BufferedInputStream(raw(file), BUFFER);
    in.skipNBytes(Math.min(HEADER, fileSize));
    return in;
  }

  boolean hasChanged() throws IOException {
    return !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != fileSize;
  }

  /** A header of zeros or noise is what a power cut leaves; a well-formed one of another format would be somebody's mistake, and noise if read as ours. */
  private static boolean closed(Path file, ByteBuffer header, long size) throws IOException {
    if (header.getInt(0) != RIFF || header.getInt(8) != WAVE || header.getInt(36) != DATA) {
      return false;
    }
    if (header.getInt(20) != PCM_MONO || header.getInt(24) != RATE || header.getInt(32) != SIXTEEN_BITS) {
      throw new Foreign(file.getFileName() + " is not 8 kHz, 16 bit, mono");
    }
    return Integer.toUnsignedLong(header.getInt(4)) == size - 8 && Integer.toUnsignedLong(header.getInt(40)) == size - HEADER;
  }

  private static InputStream raw(Path file) throws IOException {
    return Channels.newInputStream(Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }
}
