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
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

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
  /** A line begins with the call's id in quotes. */
  private static final int BEGINNING = 38;
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
  public void erase(Collection<CallId> calls) {
    if (calls.isEmpty() || !Files.isRegularFile(records, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var beginnings = calls.stream().map(call -> '"' + call.toString() + '"').collect(Collectors.toSet());
    try (var file = FileChannel.open(records, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (blankLinesOf(beginnings, file)) {
        file.force(false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Asterisk's call records of " + calls + " could not be erased", e);
    }
  }

  /** @return whether there was one; a last line without its end is still being written, so it is of a call of today */
  private static boolean blankLinesOf(Set<String> beginnings, FileChannel file) throws IOException {
    var piece = ByteBuffer.allocate(PIECE);
    var beginning = new byte[BEGINNING];
    boolean found = false;
    long line = 0;
    long at = 0;
    while (file.read(piece.clear(), at) > 0) {
      piece.flip();
      for (; piece.hasRemaining(); at++) {
        byte one = piece.get();
        if (one == '\n') {
          if (at - line >= BEGINNING && beginnings.contains(new String(beginning, StandardCharsets.ISO_8859_1))) {
            blank(file, line, at);
            found = true;
          }
          line = at + 1;
        } else if (at - line < BEGINNING) {
          beginning[(int) (at - line)] = one;
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
