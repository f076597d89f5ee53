package org.huiyin.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.commons.codec.digest.DigestUtils;
import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.foundation.SqlTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads {@code keys/backups.txt}, where the launcher notes each backup of the ring: when, the file's SHA-256, where to. Each is audited once. */
@Component
class KeyBackupLog implements KeyBackups {
  static final String NAME = "backups.txt";
  private static final Logger log = LoggerFactory.getLogger(KeyBackupLog.class);

  private final Path keys;
  private final JdbcClient jdbc;
  private final AuditLog audit;
  private final TransactionTemplate transaction;

  KeyBackupLog(HuiyinHome home, JdbcClient jdbc, AuditLog audit, PlatformTransactionManager transactions) {
    this.keys = home.keys();
    this.jdbc = jdbc;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
  }

  private record Made(Instant at, String ringHash) {
  }

  @Override
  public State state() {
    var made = made();
    if (made.isEmpty()) {
      return new State(Kind.NEVER, null);
    }
    try {
      var now = DigestUtils.sha256Hex(Files.readAllBytes(KeyFile.in(keys)));
      var latest = made.getLast();
      return new State(latest.ringHash().equals(now) ? Kind.CURRENT : Kind.OUTDATED, latest.at());
    } catch (IOException e) {
      throw new UncheckedIOException("the key ring cannot be read", e);
    }
  }

  /** Backups are made by the launcher, whether the service runs or not; so they come into the audit when they are noticed. */
  @Scheduled(fixedDelayString = "PT30S", initialDelayString = "PT10S")
  void notice() {
    try {
      for (var backup : made()) {
        transaction.executeWithoutResult(_ -> note(backup));
      }
    } catch (RuntimeException e) {
      log.warn("Backups of the keys could not be written into the audit; it is tried again", e);
    }
  }

  private void note(Made backup) {
    int fresh = jdbc.sql("insert into recording_key_backup (made_at, ring_hash) values (?, ?) on conflict do nothing")
        .params(SqlTime.of(backup.at()), backup.ringHash()).update();
    if (fresh == 1) {
      audit.append(new Actor.LocalAdmin(), "keys.backed-up", "key-ring:" + backup.ringHash().substring(0, 16),
          Map.of("made", backup.at().toString(), "sha256", backup.ringHash()));
    }
  }

  private List<Made> made() {
    var file = keys.resolve(NAME);
    var made = new ArrayList<Made>();
    if (Files.exists(file)) {
      try {
        for (var line : Files.readAllLines(file)) {
          var fields = line.split(" ", 3);
          if (fields.length == 3 && fields[1].matches("[0-9a-f]{64}")) {
            made.add(new Made(Instant.parse(fields[0]), fields[1]));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the list of key backups cannot be read", e);
      } catch (DateTimeParseException e) {
        log.warn("A line of {} cannot be read; the backups before it count", file, e);
      }
    }
    return made;
  }
}
