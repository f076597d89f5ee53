package org.huiyin.recording;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Objects as files, {@code store/3f/3f0c...}: written aside, forced to the disk, renamed, the folder forced. */
@Component
class FileAudioStore implements AudioStore {
  private static final String ASIDE = ".incoming";
  private static final Pattern SHARD = Pattern.compile("[0-9a-f]{2}");
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final int AT_ONCE = 8;
  private static final int BUFFER = 64 * 1024;
  private static final FileAttribute<?> OURS_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OUR_FOLDER = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path root;
  private final Consumer<String> steps;

  @Autowired
  FileAudioStore(HuiyinHome home) {
    this(home.store(), _ -> {
    });
  }

  /** @param steps told after each step, so that a test can stop there */
  FileAudioStore(Path root, Consumer<String> steps) {
    this.root = root;
    this.steps = steps;
  }

  @Override
  public void put(RecordingId id, Content content) throws IOException {
    var target = path(id);
    folder(root);
    var aside = folder(root.resolve(ASIDE)).resolve(target.getFileName());
    var shard = folder(root.resolve(name(parent(target))));
    Files.deleteIfExists(aside);
    try {
      write(aside, content);
      steps.accept("store: written");
      Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      steps.accept("store: renamed");
      force(shard);
      steps.accept("store: folder forced");
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(aside);
      throw e;
    }
  }

  @Override
  public SeekableByteChannel open(RecordingId id) throws IOException {
    return Files.newByteChannel(path(id), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  @Override
  public OptionalLong size(RecordingId id) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(id)));
    } catch (NoSuchFileException _) {
      return OptionalLong.empty();
    }
  }

  /** Asked of the file system without an exception for each that is not there, which is all of them most often. */
  @Override
  public Set<RecordingId> present(Collection<RecordingId> ids) throws IOException {
    var present = new HashSet<RecordingId>();
    for (var id : ids) {
      var path = path(id);
      if (path.getFileSystem().provider().readAttributesIfExists(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS) != null) {
        present.add(id);
      }
    }
    return present;
  }

  /** The folders are forced when all are removed. */
  @Override
  public void delete(Collection<RecordingId> ids) throws IOException {
    var shards = new TreeSet<Path>();
    var aside = children(root.resolve(ASIDE)).stream().map(FileAudioStore::name).collect(Collectors.toSet());
    for (var id : ids) {
      var path = path(id);
      if (aside.contains(name(path))) {
        Files.deleteIfExists(root.resolve(ASIDE).resolve(path.getFileName()));
      }
      Files.deleteIfExists(path);
      steps.accept("store: deleted");
      shards.add(parent(path));
    }
    forceAll(shards.stream().filter(Files::isDirectory).toList());
  }

  /** Several at a time: each waits for the disk's own memory to be written out, and that is done once for all that wait at that moment. */
  private static void forceAll(List<Path> folders) throws IOException {
    try (var threads = Executors.newFixedThreadPool(Math.clamp(folders.size(), 1, AT_ONCE))) {
      var forced = folders.stream().map(folder -> threads.submit(() -> {
        force(folder);
        return folder;
      })).toList();
      for (var one : forced) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a folder of the store could not be written to the disk", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the folders of the store were not all written to the disk");
    }
  }

  @Override
  public List<RecordingId> ids() throws IOException {
    var ids = new ArrayList<RecordingId>();
    for (var shard : children(root)) {
      if (SHARD.matcher(name(shard)).matches()) {
        children(shard).stream().filter(path -> isObject(shard, path)).map(path -> RecordingId.of(name(path))).forEach(ids::add);
      }
    }
    return ids;
  }

  @Override
  public List<String> strangers() throws IOException {
    var strangers = new ArrayList<String>();
    for (var shard : children(root)) {
      if (SHARD.matcher(name(shard)).matches() && Files.isDirectory(shard, LinkOption.NOFOLLOW_LINKS)) {
        children(shard).stream().filter(path -> !isObject(shard, path)).map(path -> root.relativize(path).toString())
            .forEach(strangers::add);
      } else if (!name(shard).equals(ASIDE)) {
        strangers.add(name(shard));
      }
    }
    return strangers;
  }

  @Override
  public void discardUnfinished() throws IOException {
    for (var path : children(root.resolve(ASIDE))) {
      Files.delete(path);
    }
  }

  @Override
  public long free() throws IOException {
    return folder(root).toFile().getUsableSpace();
  }

  Path path(RecordingId id) {
    var name = id.toString();
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  private static void write(Path file, Content content) throws IOException {
    try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS_ONLY)) {
      var out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      content.writeTo(new Unclosed(out));
      out.flush();
      channel.force(true);
    }
  }

  /** A new folder is only there after a power cut when its parent was forced too. */
  private static Path folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder, OUR_FOLDER);
      } catch (FileAlreadyExistsException _) {
        return folder;
      } catch (NoSuchFileException _) {
        Files.createDirectories(folder, OUR_FOLDER);
      }
      force(parent(folder));
    }
    return folder;
  }

  private static void force(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parent(Path path) {
    @Nullable
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path : parent;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (var listing = Files.list(folder)) {
      return listing.sorted().toList();
    }
  }

  private static boolean isObject(Path shard, Path path) {
    return NAME.matcher(name(path)).matches() && name(path).startsWith(name(shard)) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(@Nullable Path path) {
    var name = path == null ? null : path.getFileName();
    return name == null ? "" : name.toString();
  }

  /** An encrypting stream closes what it writes to; the file has to be forced before that. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
