package org.huiyin.telephony;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

import org.huiyin.foundation.CallId;
import org.huiyin.telephony.CallSession.Piece;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends Asterisk pieces of a running call's recording, and what was just recorded for a prompt. Asterisk cannot play a file that it is still writing, since its length stands in its header at the
 * end only, so the pieces are copied without a header and the copy is removed as soon as it was played; what a killed service leaves is removed at the next
 * start.
 */
final class SaidAgain {
  private static final Logger log = LoggerFactory.getLogger(SaidAgain.class);
  private static final String ENDING = ".sln";
  private static final int HEADER = 44;
  private static final int BYTES_A_MILLISECOND = 16;
  /** Marks count from the answer, audio from its first packet. */
  private static final Duration MARGIN = Duration.ofMillis(300);

  private final Path folder;

  /** @param folder where Asterisk may read and this process write */
  SaidAgain(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** Removes what a killed process left. */
  void clear() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.error("What callers said and heard again could not be removed from {}; the next start tries again", folder, e);
    }
  }

  /** How much of the recording can be read; Asterisk writes about two seconds at a time. */
  static Duration recorded(Path leg) throws IOException {
    return Duration.ofMillis(Math.max(0, Files.size(leg) - HEADER) / BYTES_A_MILLISECOND);
  }

  /** A copy for as long as it is open. */
  static final class Copy implements AutoCloseable {
    private final Path file;

    private Copy(Path file) {
      this.file = file;
    }

    /** As Asterisk is told it: without its ending. */
    String sound() {
      var name = file.toString();
      return name.substring(0, name.length() - ENDING.length());
    }

    @Override
    public void close() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** @param leg the caller's side of the recording, 8 kHz, 16 bit, mono */
  Copy copy(CallId call, Path leg, List<Piece> pieces) throws IOException {
    Files.createDirectories(folder);
    var copy = new Copy(folder.resolve(call + ENDING));
    try (var from = FileChannel.open(leg, StandardOpenOption.READ); var to = Files.newOutputStream(copy.file)) {
      for (Piece piece : pieces) {
        transfer(from, piece, to);
      }
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  /** @param wav 8 kHz, 16 bit, mono, with the plain header */
  Copy copy(CallId call, byte[] wav) throws IOException {
    Files.createDirectories(folder);
    var copy = new Copy(folder.resolve(call + ENDING));
    try (var to = Files.newOutputStream(copy.file)) {
      to.write(wav, Math.min(HEADER, wav.length), Math.max(0, wav.length - HEADER));
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  private static void transfer(FileChannel leg, Piece piece, OutputStream to) throws IOException {
    long first = Math.max(0, piece.from().minus(MARGIN).toMillis()) * BYTES_A_MILLISECOND;
    long last = piece.to().plus(MARGIN).toMillis() * BYTES_A_MILLISECOND;
    leg.position(HEADER + first);
    InputStream in = Channels.newInputStream(leg);
    var block = new byte[64 * 1024];
    for (long left = last - first; left > 0;) {
      int read = in.read(block, 0, (int) Math.min(left, block.length));
      if (read < 0) {
        return;
      }
      to.write(block, 0, read);
      left -= read;
    }
  }

  /** Where the dialplan said that the call is recorded, if that can be: its name is the call's id. */
  static Path leg(CallId call, String recording) throws IOException {
    var leg = Path.of(recording + "-caller.wav");
    if (!leg.isAbsolute() || !leg.getFileName().toString().equals(call + "-caller.wav")) {
      throw new NoSuchFileException("the recording of call " + call);
    }
    return leg;
  }
}
