package org.huiyin.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Consumer;

/** The key ring's file, {@code keys/recordings.json}: ours only, and there whole, the old or the new one, whatever is killed when. */
final class KeyFile {
  private static final String NAME = "recordings.json";
  private static final Set<PosixFilePermission> OURS_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OUR_FOLDER = PosixFilePermissions.fromString("rwx------");

  private KeyFile() {
  }

  static Path in(Path folder) {
    return folder.resolve(NAME);
  }

  /** @throws KeyRing.Unusable when it is missing, may be read by others or not by us */
  static String read(Path folder) {
    var file = in(folder);
    try {
      var permissions = Files.getPosixFilePermissions(file);
      if (!OURS_ONLY.containsAll(permissions)) {
        throw new KeyRing.Unusable("The key ring " + file + " is readable by others: chmod 600 it, and ask who has read it");
      }
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new KeyRing.Unusable("The key ring " + file + " is missing: put back its backup (./huiyin restore, or copy it there)", e);
    } catch (AccessDeniedException e) {
      throw new KeyRing.Unusable("The key ring " + file + " may not be read by the service's user: give it to the owner of " + folder
          + " (chown) and chmod 600 it", e);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  static KeyRing.Unusable damaged(Path file, Exception cause) {
    return new KeyRing.Unusable(
        "The key ring " + file + " cannot be read or is damaged: put back its backup; no recording can be heard without it", cause);
  }

  /**
   * Written aside, forced to the disk, renamed, the folder forced.
   *
   * @param steps told after each step, so that a test can stop there
   */
  static void write(Path folder, String text, Consumer<String> steps) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OUR_FOLDER));
    var aside = folder.resolve(NAME + ".new");
    Files.deleteIfExists(aside);
    try (var channel = FileChannel.open(aside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(OURS_ONLY))) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    steps.accept("key file: written");
    Files.move(aside, in(folder), StandardCopyOption.ATOMIC_MOVE);
    steps.accept("key file: renamed");
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
    steps.accept("key file: folder forced");
  }
}
