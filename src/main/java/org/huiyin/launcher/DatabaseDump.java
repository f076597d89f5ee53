package org.huiyin.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The database as of one moment: of the service while it runs, of its file while it is stopped, or of PostgreSQL by its own tools. */
final class DatabaseDump {
  private static final String FILE = "huiyin.mv.db";
  private static final String POSTGRES = "jdbc:postgresql:";
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
      String as = "db/huiyin-" + stamp + ".pgdump";
      SafeFiles.folder(backup.root().resolve("db"));
      tool("pg_dump", List.of("--format=custom", "--file=" + backup.root().resolve(as)));
      backup.made(as);
    } else if (settings.dbUrl().isPresent()) {
      throw new Problem("HUIYIN_DB_URL names a database that this command does not know: back it up by its own means");
    } else if (PidFile.service(settings.home()).running().isPresent()) {
      Path file = asked();
      backup.take(file, "db/huiyin-" + stamp + ".zip");
      Files.delete(file);
    } else {
      stopped(backup, "db/huiyin-" + stamp + ".zip");
    }
  }

  private Path asked() throws IOException {
    Hotline.Answer answer = new Hotline(settings).ask("POST", "/api/v1/backups/database", null, Duration.ofHours(1));
    if (!answer.ok()) {
      throw new Problem("the service could not back up its database (" + answer.status() + "): " + answer.body());
    }
    try {
      return Path.of(JsonMapper.shared().readTree(answer.body()).path("file").asString(""));
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
    return name.endsWith(postgres() ? ".pgdump" : ".zip");
  }

  /** @throws Problem when the database is not empty, or its tools are missing */
  void putBack(Path dump) throws IOException {
    if (postgres()) {
      tool("pg_restore", List.of("--exit-on-error", "--single-transaction", "--no-owner", dump.toString()));
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

  /** The password goes by the environment: a command's arguments can be read by everybody on the machine. */
  private void tool(String name, List<String> arguments) throws IOException {
    URI address = URI.create(settings.dbUrl().orElseThrow().substring("jdbc:".length()));
    Map<String, String> query = query(address);
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(arguments);
    Path log = settings.home().log().resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("PGHOST", address.getHost() == null ? "localhost" : address.getHost());
    environment.put("PGPORT", String.valueOf(address.getPort() < 0 ? 5432 : address.getPort()));
    environment.put("PGDATABASE", address.getPath().replaceFirst("^/", ""));
    if (query.containsKey("user")) {
      environment.put("PGUSER", query.get("user"));
    }
    if (query.containsKey("password")) {
      environment.put("PGPASSWORD", query.get("password"));
    }
    if ("pg_restore".equals(name)) {
      command.add(1, "--dbname=" + environment.get("PGDATABASE"));
    }
    try {
      if (builder.start().waitFor() != 0) {
        throw new Problem(name + " failed: " + Files.readString(log).lines().filter(line -> line.contains("error")).findFirst()
            .orElse("it gave no reason") + " (" + log + ")");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) {
      throw new Problem(name + " cannot be run (" + e.getMessage() + "): install postgresql-client of the server's version, then try again",
          e);
    }
  }

  private static Map<String, String> query(URI address) {
    Map<String, String> values = new TreeMap<>();
    if (address.getRawQuery() != null) {
      for (String pair : address.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }
}
