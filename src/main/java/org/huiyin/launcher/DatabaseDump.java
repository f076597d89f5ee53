package org.huiyin.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The database as of one moment: of the service while it runs, of its file while it is stopped, or of PostgreSQL. */
final class DatabaseDump {
  private static final String FILE = "huiyin.mv.db";
  private static final String POSTGRES = "jdbc:postgresql:";
  private static final String OF_POSTGRES = ".postgres.zip";
  private final Settings settings;

  DatabaseDump(Settings settings) {
    this.settings = settings;
  }

  private boolean postgres() {
    return settings.dbUrl().filter(url -> url.startsWith(POSTGRES)).isPresent();
  }

  /** Writes the dump into the backup under a name of its own, so that the one before stays whole meanwhile. */
  void take(BackupFolder backup, String stamp) throws IOException {
    if (postgres()) {
      if (PidFile.service(settings.home()).running().isPresent()) {
        asked();
      }
      String as = "db/huiyin-" + stamp + OF_POSTGRES;
      SafeFiles.folder(backup.root().resolve("db"));
      new PostgresCopy(settings.dbUrl().orElseThrow()).write(backup.root().resolve(as));
      backup.made(as);
    } else if (settings.dbUrl().isPresent()) {
      throw new Problem("HUIYIN_DB_URL names a database that this command does not know: back it up by its own means");
    } else if (PidFile.service(settings.home()).running().isPresent()) {
      Path file = asked().orElseThrow(() -> new Problem("the service wrote no backup of its database"));
      backup.take(file, "db/huiyin-" + stamp + ".zip");
      Files.delete(file);
    } else {
      stopped(backup, "db/huiyin-" + stamp + ".zip");
    }
  }

  /** The service notes the backup in the audit, and writes the embedded database into a file. */
  private Optional<Path> asked() throws IOException {
    Hotline.Answer answer = new Hotline(settings).ask("POST", "/api/v1/backups/database", null, Duration.ofHours(1));
    if (!answer.ok()) {
      throw new Problem("the service could not back up its database (" + answer.status() + "): " + answer.body());
    }
    try {
      String file = JsonMapper.shared().readTree(answer.body()).path("file").asString("");
      return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    } catch (JacksonException e) {
      throw new Problem("the service's answer cannot be read", e);
    }
  }

  /** The file's lock is the one that the database itself takes. */
  private void stopped(BackupFolder backup, String as) throws IOException {
    Path file = settings.home().db().resolve(FILE);
    if (!Files.exists(file)) {
      throw new Problem("there is no database in " + settings.home().db() + " to back up: start the hotline once with ./huiyin up");
    }
    Path to = backup.root().resolve(as);
    SafeFiles.folder(to.getParent());
    try (FileChannel database = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE); var lock = database.tryLock()) {
      if (lock == null) {
        throw new Problem("the database in " + settings.home().db() + " is in use by another process: end that one first");
      }
      try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        ZipOutputStream zip = new ZipOutputStream(Channels.newOutputStream(channel));
        zip.putNextEntry(new ZipEntry(FILE));
        InputStream in = Channels.newInputStream(database);
        in.transferTo(zip);
        zip.closeEntry();
        zip.finish();
        channel.force(true);
      }
    }
    Files.setPosixFilePermissions(to, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    backup.made(as);
  }

  boolean fits(String name) {
    return name.endsWith(OF_POSTGRES) == postgres();
  }

  /** @throws Problem when it is PostgreSQL and not empty */
  void putBack(Path dump) throws IOException {
    if (postgres()) {
      new PostgresCopy(settings.dbUrl().orElseThrow()).putBack(dump);
      return;
    }
    Path to = settings.home().db().resolve(FILE);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(dump))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(FILE)) {
          try (FileChannel channel = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            zip.transferTo(out);
            channel.force(true);
          }
          Accounts.hand(to, Accounts.SERVICE, 0600);
          SafeFiles.force(to.getParent());
          return;
        }
      }
    }
    throw new Problem(dump + " holds no database");
  }
}
