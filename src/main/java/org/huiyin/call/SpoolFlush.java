package org.huiyin.call;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts what Asterisk writes on the disk while the call still runs, so that a power failure takes the last seconds of a call and not the call: every two
 * seconds each file of the spool that has changed, then the folder whose list of files has changed, then the spool's own list of days. A file is flushed
 * before the folder that names it, so a name on the disk has its content there too.
 */
@Component
@Profile("!verify")
class SpoolFlush {
  private static final Logger log = LoggerFactory.getLogger(SpoolFlush.class);

  private final Path root;
  private Map<Path, State> flushed = new HashMap<>();
  private boolean failing;

  private record State(long size, long changed) {
    static State of(BasicFileAttributes attributes) {
      return new State(attributes.size(), attributes.lastModifiedTime().toMillis());
    }
  }

  SpoolFlush(HuiyinHome home) {
    this.root = home.spool();
  }

  @Scheduled(fixedDelayString = "PT2S")
  void flushSoon() {
    try {
      flush();
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        log.warn("The spool could not be put on the disk; a power failure now would cost running calls more than two seconds", e);
      }
      failing = true;
    }
  }

  /** Everything that was written when this was called is on the disk when it returns. */
  synchronized void flush() throws IOException {
    var now = new HashMap<Path, State>();
    boolean newDay = false;
    for (var day : children(root)) {
      if (SpoolFolder.isDay(day)) {
        newDay |= !flushed.containsKey(day);
        flushDay(day, now);
      }
    }
    flushIfChanged(root, newDay, now);
    flushed = now;
  }

  private void flushDay(Path day, Map<Path, State> now) throws IOException {
    boolean newFile = false;
    for (var file : children(day)) {
      if (SpoolFolder.isOfACall(file)) {
        newFile |= !flushed.containsKey(file);
        flushIfChanged(file, false, now);
      }
    }
    // A folder's own time is too coarse to tell of a file that came just after the last flush.
    flushIfChanged(day, newFile, now);
  }

  private void flushIfChanged(Path path, boolean certainly, Map<Path, State> now) throws IOException {
    try {
      var state = State.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
      if (certainly || !state.equals(flushed.get(path))) {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
          channel.force(true);
        }
      }
      now.put(path, state);
    } catch (NoSuchFileException sealedMeanwhile) {
      log.trace("{} is gone from the spool", path, sealedMeanwhile);
    }
  }

  private static List<Path> children(Path folder) throws IOException {
    try (var listing = Files.list(folder)) {
      return listing.toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    }
  }
}
