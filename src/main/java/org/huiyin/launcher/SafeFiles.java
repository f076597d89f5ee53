package org.huiyin.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Files that are there whole or not at all, readable by their owner only, and on the disk when a method returns. */
final class SafeFiles {
  private static final FileAttribute<?> OURS_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OUR_FOLDER = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private SafeFiles() {
  }

  static void write(Path file, byte[] bytes) throws IOException {
    Path aside = aside(file);
    try (FileChannel channel = create(aside)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    put(aside, file);
  }

  /** @return the SHA-256 of what was read and written */
  static String copy(Path from, Path to) throws IOException {
    Path aside = aside(to);
    MessageDigest digest = digest();
    FileTime modified = Files.getLastModifiedTime(from);
    try (InputStream in = new DigestInputStream(Files.newInputStream(from), digest); FileChannel channel = create(aside)) {
      OutputStream out = Channels.newOutputStream(channel);
      in.transferTo(out);
      channel.force(true);
    }
    Files.setLastModifiedTime(aside, modified);
    put(aside, to);
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(digest().digest(bytes));
  }

  static void folder(@Nullable Path folder) throws IOException {
    if (folder != null && !Files.isDirectory(folder)) {
      folder(folder.getParent());
      Files.createDirectory(folder, OUR_FOLDER);
      force(folder.getParent());
    }
  }

  static void force(@Nullable Path folder) throws IOException {
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static void removeTree(Path root) throws IOException {
    if (Files.isDirectory(root)) {
      try (var all = Files.walk(root)) {
        for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static Path aside(Path file) throws IOException {
    folder(file.getParent());
    Path aside = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(aside);
    return aside;
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS_ONLY);
  }

  private static void put(Path aside, Path file) throws IOException {
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.getParent());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
