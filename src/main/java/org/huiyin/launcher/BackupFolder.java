package org.huiyin.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A folder that holds one backup, brought up to date by each new one: what is in it already is not copied again, and until the new manifest is in place the old
 * one and its files are whole. Keys and data never share a folder, nor does one lie in the other.
 */
final class BackupFolder {
  static final String DATA = "data";
  static final String KEYS = "keys";
  private static final String MARK = "huiyin-backup";

  private final Path root;
  private final String kind;
  private final Map<String, Manifest.Entry> before;
  private final Map<String, Manifest.Entry> now = new HashMap<>();
  private long copied;

  private BackupFolder(Path root, String kind, Map<String, Manifest.Entry> before) {
    this.root = root;
    this.kind = kind;
    this.before = before;
  }

  /** @throws Problem when the folder holds something else, the other kind of backup, or lies in the home */
  static BackupFolder open(Path folder, String kind, Home home) {
    Path root = folder.toAbsolutePath().normalize();
    try {
      if (root.startsWith(home.root()) || home.root().startsWith(root)) {
        throw new Problem(root + " belongs to HUIYIN_HOME: a backup goes to another place, best to another disk");
      }
      for (Path each = root; each != null; each = each.getParent()) {
        refuseOther(each, kind);
      }
      if (Files.isDirectory(root) && kindOf(root) == null) {
        try (var inside = Files.list(root)) {
          if (inside.findAny().isPresent()) {
            throw new Problem(root + " holds other things: name an empty folder, or one that holds an earlier backup");
          }
        }
      }
      SafeFiles.folder(root);
      Map<String, Manifest.Entry> before = Files.exists(root.resolve(Manifest.NAME)) ? Manifest.read(root).files() : Map.of();
      SafeFiles.write(root.resolve(MARK), (kind + "\n").getBytes(StandardCharsets.UTF_8));
      return new BackupFolder(root, kind, before);
    } catch (IOException e) {
      throw failed(root, e);
    }
  }

  private static void refuseOther(Path folder, String kind) throws IOException {
    String there = kindOf(folder);
    if (there != null && !there.equals(kind)) {
      throw new Problem(folder + " holds a backup of the " + there + ": the keys and what they open are kept in two places, so that who "
          + "takes one of them can hear nothing");
    }
  }

  private static @Nullable String kindOf(Path folder) throws IOException {
    try {
      return Files.readString(folder.resolve(MARK)).strip();
    } catch (NoSuchFileException none) {
      return null;
    } catch (FileSystemException none) {
      return null;
    }
  }

  static Problem failed(Path folder, IOException e) {
    return new Problem("the backup could not be written to " + folder + " (" + e + "): check its room and who may write there", e);
  }

  Path root() {
    return root;
  }

  /** Copies one file; what is there already, with the same size and time, is left as it is. */
  void take(Path from, String as) throws IOException {
    Manifest.Entry known = before.get(as);
    long size = Files.size(from);
    long modified = Files.getLastModifiedTime(from).toMillis();
    Path to = root.resolve(as);
    if (known != null && known.size() == size && known.modified() == modified && Files.exists(to) && Files.size(to) == size) {
      now.put(as, known);
      return;
    }
    String hash = SafeFiles.copy(from, to);
    now.put(as, new Manifest.Entry(hash, Files.size(to), modified));
    copied++;
  }

  /** Copies a folder with all that is in it but what is hidden; what goes away meanwhile is not in the backup. */
  void takeAll(Path from, String as) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isRegularFile() && !hidden(file)) {
          takeUnlessGone(file, as + "/" + from.relativize(file));
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw e;
      }
    });
  }

  private void takeUnlessGone(Path file, String as) throws IOException {
    try {
      take(file, as);
    } catch (NoSuchFileException gone) {
      if (Files.exists(file)) {
        throw gone;
      }
      now.remove(as);
    }
  }

  private static boolean hidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  /** A file that a tool has written into the backup itself. */
  void made(String as) throws IOException {
    Path file = root.resolve(as);
    now.put(as, new Manifest.Entry(SafeFiles.sha256(file), Files.size(file), Files.getLastModifiedTime(file).toMillis()));
    copied++;
  }

  long copied() {
    return copied;
  }

  /** From here on the new backup counts; what it does not name is removed, such as objects of destroyed recordings. */
  Manifest close(Instant made) throws IOException {
    Manifest manifest = Manifest.of(kind, made, now);
    manifest.write(root);
    Set<String> named = new HashSet<>(now.keySet());
    named.add(Manifest.NAME);
    named.add(MARK);
    try (var all = Files.walk(root)) {
      for (Path each : all.filter(Files::isRegularFile).toList()) {
        if (!named.contains(root.relativize(each).toString())) {
          Files.delete(each);
        }
      }
    }
    return manifest;
  }
}
