package org.huiyin.foundation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that only the service's user may read: there whole, the old or the new one, whatever is killed when. */
public final class PrivateFile {
  private static final String OURS_ONLY = "rw-------";

  private PrivateFile() {
  }

  /**
   * Written aside, forced to the disk, renamed, the folder forced.
   *
   * @param file in a folder that exists
   */
  public static void write(Path file, String text) throws IOException {
    var aside = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    try (var channel = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OURS_ONLY)))) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    try (var folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }
}
