package org.huiyin.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.huiyin.foundation.HuiyinHome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Writes down outside of the database how far the chain goes. Whoever can write to the database alone can make the whole chain anew, or cut its end
 * off, so that it holds in itself; but then it no longer agrees with what was written down here. Copies of this file kept elsewhere prove as much.
 */
@Component
class Witness {
  private static final Logger log = LoggerFactory.getLogger(Witness.class);
  private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})");

  private final AuditTrail trail;
  private final Sealer sealer;
  private final Path file;
  private long last;

  Witness(AuditTrail trail, Sealer sealer, HuiyinHome home) {
    this.trail = trail;
    this.sealer = sealer;
    this.file = home.home().resolve("log").resolve("audit-chain.txt");
  }

  @Scheduled(fixedDelayString = "PT10M", initialDelayString = "PT1M")
  void noteSoon() {
    try {
      note();
    } catch (IOException | DataAccessException e) {
      log.warn("How far the audit chain goes could not be written down outside of the database; next try in ten minutes", e);
    }
  }

  /** Adds a line, durably, if the chain has grown. */
  synchronized void note() throws IOException {
    // Before this process has sealed anything, what it sees was there when it started, or was committed by another node.
    var head = sealer.acknowledged().orElseGet(trail::head);
    if (head.seq() == 0 || head.seq() == last) {
      return;
    }
    Files.createDirectories(file.getParent());
    try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      channel.write(ByteBuffer.wrap((head.seq() + " " + head.hash() + "\n").getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    last = head.seq();
  }

  /** The hash that was written down for each place. A line that was cut off by a sudden end says nothing. */
  Map<Long, String> noted() throws IOException {
    var noted = new HashMap<Long, String>();
    if (Files.exists(file)) {
      for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
        var parts = LINE.matcher(line);
        if (parts.matches()) {
          noted.put(Long.valueOf(parts.group(1)), parts.group(2));
        }
      }
    }
    return noted;
  }
}
