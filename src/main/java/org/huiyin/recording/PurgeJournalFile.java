package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.RecordingId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** One line for each destruction: the moment, the recording, the rule, and the first digits of the SHA-256 of these. A line that was cut off counts for nothing. */
@Component
class PurgeJournalFile implements PurgeJournal {
  static final String NAME = "purged.journal";
  private static final int DIGITS = 16;
  private static final int FIELDS = 4;
  private static final int PAGE = 500;

  private final Path file;
  private final RecordingTable table;

  @Autowired
  PurgeJournalFile(HuiyinHome home, RecordingTable table) {
    this(home.home().resolve(NAME), table);
  }

  PurgeJournalFile(Path file, RecordingTable table) {
    this.file = file;
    this.table = table;
  }

  /** When it has returned, the lines survive a power cut. Writing one twice changes nothing. */
  synchronized void append(List<PurgeOrder> orders, Instant at) throws IOException {
    if (orders.isEmpty()) {
      return;
    }
    var lines = orders.stream().map(order -> line(order, at)).collect(Collectors.joining());
    boolean fresh = !Files.exists(file);
    try (var channel = FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var alone = channel.lock()) {
      long end = alone.channel().size();
      // What a power cut left of a line does not take the next one with it.
      var bytes = ByteBuffer.wrap((endsAline(channel, end) ? lines : "\n" + lines).getBytes(StandardCharsets.UTF_8));
      channel.position(end);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    if (fresh) {
      try (var folder = FileChannel.open(file.toAbsolutePath().resolveSibling(""), StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private static String line(PurgeOrder order, Instant at) {
    var text = at + " " + order.recording() + " " + order.policy().replaceAll("\\s", "_");
    return text + " " + DigestUtils.sha256Hex(text).substring(0, DIGITS) + "\n";
  }

  private static boolean endsAline(FileChannel channel, long end) throws IOException {
    if (end == 0) {
      return true;
    }
    var last = ByteBuffer.allocate(1);
    channel.read(last, end - 1);
    return last.get(0) == '\n';
  }

  @Override
  public List<Entry> entries() {
    if (!Files.exists(file)) {
      return List.of();
    }
    var first = new HashMap<RecordingId, Entry>();
    try (var lines = Files.lines(file)) {
      lines.map(PurgeJournalFile::parse).flatMap(Optional::stream).forEach(entry -> first.merge(entry.recording(), entry,
          (one, other) -> one.at().isAfter(other.at()) ? other : one));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of what was destroyed, " + file + ", cannot be read", e);
    }
    return first.values().stream().sorted(java.util.Comparator.comparing(Entry::at)).toList();
  }

  @Override
  public List<Entry> returned() {
    var all = entries();
    var returned = new ArrayList<Entry>();
    for (int from = 0; from < all.size(); from += PAGE) {
      var page = all.subList(from, Math.min(from + PAGE, all.size()));
      var alive = table.alive(page.stream().map(Entry::recording).toList());
      page.stream().filter(entry -> alive.contains(entry.recording())).forEach(returned::add);
    }
    return returned;
  }

  private static Optional<Entry> parse(String line) {
    var fields = line.split(" ", -1);
    if (fields.length != FIELDS
        || !DigestUtils.sha256Hex(line.substring(0, line.lastIndexOf(' '))).startsWith(fields[FIELDS - 1])
        || fields[FIELDS - 1].length() != DIGITS) {
      return Optional.empty();
    }
    return Optional.ofNullable(entry(fields));
  }

  private static @Nullable Entry entry(String[] fields) {
    try {
      return new Entry(RecordingId.of(fields[1]), Instant.parse(fields[0]), fields[2]);
    } catch (DateTimeParseException | IllegalArgumentException _) {
      return null;
    }
  }
}
