package org.huiyin.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.huiyin.audit.AuditLog;
import org.huiyin.foundation.Actor;
import org.huiyin.foundation.HuiyinHome;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Component
class DatabaseBackups implements Backups {
  private final JdbcTemplate jdbc;
  private final AuditLog audit;
  private final TransactionTemplate transaction;
  private final Path folder;

  DatabaseBackups(JdbcTemplate jdbc, AuditLog audit, PlatformTransactionManager transactions, HuiyinHome home) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.transaction = new TransactionTemplate(transactions);
    this.folder = home.home().resolve("db").resolve("backup");
  }

  @Override
  public synchronized Optional<Path> database(Actor actor) {
    transaction.executeWithoutResult(_ -> audit.append(actor, "backup.made", "database", Map.of()));
    if (!Boolean.TRUE.equals(jdbc.execute((Connection connection) -> connection.getMetaData().getDatabaseProductName().equals("H2")))) {
      return Optional.empty();
    }
    try {
      var file = emptied().resolve(UUID.randomUUID() + ".zip").toAbsolutePath();
      jdbc.execute("backup to '" + file.toString().replace("'", "''") + "'");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the database cannot be backed up into " + folder, e);
    }
  }

  private Path emptied() throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try (var left = Files.list(folder)) {
      for (var file : left.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }
}
