package org.huiyin.recording;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;

/** A store that forgets everything at the end. */
final class MemoryAudioStore implements AudioStore {
  private final Map<RecordingId, byte[]> objects = new ConcurrentHashMap<>();

  @Override
  public void put(RecordingId id, Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    content.writeTo(new FilterOutputStream(bytes));
    objects.put(id, bytes.toByteArray());
  }

  @Override
  public SeekableByteChannel open(RecordingId id) throws IOException {
    byte @Nullable [] bytes = objects.get(id);
    if (bytes == null) {
      throw new NoSuchFileException(id.toString());
    }
    return new Bytes(ByteBuffer.wrap(bytes));
  }

  @Override
  public OptionalLong size(RecordingId id) {
    byte @Nullable [] bytes = objects.get(id);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public void delete(Collection<RecordingId> ids) {
    ids.forEach(objects::remove);
  }

  @Override
  public List<RecordingId> ids() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public List<String> strangers() {
    return List.of();
  }

  @Override
  public void discardUnfinished() {
    // What is not finished was never kept.
  }

  @Override
  public long free() {
    return Runtime.getRuntime().freeMemory();
  }

  private static final class Bytes implements SeekableByteChannel {
    private final ByteBuffer bytes;
    private boolean open = true;

    Bytes(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer to) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      var count = Math.min(to.remaining(), bytes.remaining());
      to.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public long position() {
      return bytes.position();
    }

    @Override
    public SeekableByteChannel position(long to) {
      bytes.position((int) Math.min(to, bytes.limit()));
      return this;
    }

    @Override
    public long size() {
      return bytes.limit();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
