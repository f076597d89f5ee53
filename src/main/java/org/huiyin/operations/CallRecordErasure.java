package org.huiyin.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.huiyin.foundation.CallId;
import org.huiyin.foundation.ErasureStep;
import org.huiyin.foundation.HuiyinHome;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Overwrites the lines that Asterisk's own call records have of a call, in place and of the same length: Asterisk goes on appending to the file meanwhile, and
 * nothing of that is touched.
 */
@Component
class CallRecordErasure implements ErasureStep {
  private static final int PIECE = 1 << 20;
  private static final byte BLANK = '#';

  private final Path records;

  @Autowired
  CallRecordErasure(HuiyinHome home) {
    this(AsteriskAccounts.records(home));
  }

  CallRecordErasure(Path records) {
    this.records = records;
  }

  @Override
  public String name() {
    return "call-record";
  }

  @Override
  public void erase(CallId call) {
    if (!Files.isRegularFile(records, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var file = FileChannel.open(records, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (blankLinesOf(('"' + call.toString() + '"').getBytes(StandardCharsets.ISO_8859_1), file)) {
        file.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Asterisk's call record of " + call + " could not be erased", e);
    }
  }

  /** @return whether there was one; a last line without its end is still being written, so it is of a call of today */
  private static boolean blankLinesOf(byte[] beginning, FileChannel file) throws IOException {
    var piece = ByteBuffer.allocate(PIECE);
    boolean found = false;
    long line = 0;
    long at = 0;
    boolean same = true;
    while (file.read(piece.clear(), at) > 0) {
      piece.flip();
      for (; piece.hasRemaining(); at++) {
        byte one = piece.get();
        if (one == '\n') {
          if (same && at - line >= beginning.length) {
            blank(file, line, at);
            found = true;
          }
          line = at + 1;
          same = true;
        } else if (same && at - line < beginning.length) {
          same = one == beginning[(int) (at - line)];
        }
      }
    }
    return found;
  }

  private static void blank(FileChannel file, long from, long to) throws IOException {
    var blanks = new byte[(int) (to - from)];
    Arrays.fill(blanks, BLANK);
    var left = ByteBuffer.wrap(blanks);
    while (left.hasRemaining()) {
      file.write(left, from + left.position());
    }
  }
}
