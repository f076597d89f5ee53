package org.huiyin.launcher;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.postgresql.PGConnection;

/**
 * A PostgreSQL database as of one moment in a zip, and back: the migrations that made its tables, as they were, and the rows of each table as COPY writes them.
 * Needs no tool of PostgreSQL, and so none of the server's version.
 */
final class PostgresCopy {
  private static final String MIGRATIONS = "/recordings-schema/db/";
  private static final String SCHEMA = "schema/";
  private static final String ROWS = "rows/";
  private static final String HISTORY = "flyway_schema_history";
  /** As Flyway makes it; what stands in it comes with the rows. */
  private static final String MAKE_HISTORY = """
      create table flyway_schema_history (installed_rank int not null constraint flyway_schema_history_pk primary key, version varchar(50),
        description varchar(200) not null, type varchar(20) not null, script varchar(1000) not null, checksum int,
        installed_by varchar(100) not null, installed_on timestamp not null default now(), execution_time int not null, success boolean not null);
      create index flyway_schema_history_s_idx on flyway_schema_history (success)""";

  private final String url;

  PostgresCopy(String url) {
    this.url = url;
  }

  private record Table(String name, List<String> columns) {
    String quotedColumns() {
      return columns.stream().map(column -> '"' + column + '"').collect(Collectors.joining(", "));
    }
  }

  /** @throws Problem when the database cannot be reached, or was made by another version of the product */
  void write(Path zip) throws IOException {
    try (Connection database = open();
        FileChannel channel = FileChannel.open(zip, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      Files.setPosixFilePermissions(zip, PosixFilePermissions.fromString("rw-------"));
      // One moment for all tables, whatever the service writes meanwhile.
      execute(database, "set transaction isolation level repeatable read, read only");
      ZipOutputStream out = new ZipOutputStream(Channels.newOutputStream(channel));
      int number = 0;
      for (String script : migrations(database)) {
        out.putNextEntry(new ZipEntry(SCHEMA + String.format(java.util.Locale.ROOT, "%04d-", ++number) + script.replace('/', '-')));
        out.write(migration(script));
        out.closeEntry();
      }
      for (Table table : tables(database)) {
        out.putNextEntry(new ZipEntry(ROWS + table.name() + "(" + String.join(",", table.columns())));
        database.unwrap(PGConnection.class).getCopyAPI()
            .copyOut("copy \"" + table.name() + "\" (" + table.quotedColumns() + ") to stdout", open(out));
        out.closeEntry();
      }
      out.finish();
      channel.force(true);
    } catch (SQLException e) {
      throw new Problem("the database could not be backed up: " + e.getMessage(), e);
    }
  }

  /** All or nothing. @throws Problem when the zip is not whole, or the database is not empty or cannot be reached */
  void putBack(Path zip) throws IOException {
    requireWhole(zip);
    try (Connection database = open(); ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      requireEmpty(database);
      boolean made = false;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (entry.getName().startsWith(SCHEMA)) {
          execute(database, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } else {
          if (!made) {
            execute(database, MAKE_HISTORY);
            clear(database);
            made = true;
          }
          fill(database, entry.getName().substring(ROWS.length()), in);
        }
      }
      if (!made) {
        throw new Problem(zip + " holds no database");
      }
      database.commit();
    } catch (SQLException e) {
      throw new Problem("the database could not be put back, and nothing of it was: " + e.getMessage(), e);
    }
  }

  /** What is read from the front ends quietly where a file is cut off between two tables; the list of all that is in it stands at its end. */
  private static void requireWhole(Path zip) throws IOException {
    try (ZipFile whole = new ZipFile(zip.toFile())) {
      if (whole.size() == 0) {
        throw new Problem(zip + " holds no database");
      }
    } catch (ZipException e) {
      throw new Problem(zip + " is not whole (" + e.getMessage() + "): take another backup", e);
    }
  }

  private Connection open() throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void requireEmpty(Connection database) throws SQLException {
    if (!texts(database, "select tablename from pg_tables where schemaname = current_schema()").isEmpty()) {
      throw new Problem("the database that HUIYIN_DB_URL names is not empty: name an empty one, or empty it first");
    }
  }

  /** The migrations have put the first rows into some tables; what is true now comes with the backup. */
  private static void clear(Connection database) throws SQLException {
    execute(database, "truncate " + tables(database).stream().map(table -> '"' + table.name() + '"').collect(Collectors.joining(", ")));
  }

  private static void fill(Connection database, String named, InputStream rows) throws SQLException, IOException {
    int bracket = named.indexOf('(');
    Table table = new Table(named.substring(0, bracket), List.of(named.substring(bracket + 1).split(",", -1)));
    database.unwrap(PGConnection.class).getCopyAPI()
        .copyIn("copy \"" + table.name() + "\" (" + table.quotedColumns() + ") from stdin", open(rows));
  }

  /** In the order in which they were applied. */
  private static List<String> migrations(Connection database) throws SQLException {
    List<String> scripts = texts(database, "select script from " + HISTORY + " where type = 'SQL' and success order by installed_rank");
    if (scripts.isEmpty()) {
      throw new Problem("the database that HUIYIN_DB_URL names holds no hotline: start it once with ./huiyin up");
    }
    return scripts;
  }

  private static byte[] migration(String script) throws IOException {
    try (InputStream in = PostgresCopy.class.getResourceAsStream(MIGRATIONS + script)) {
      if (in == null) {
        throw new Problem("the database was made by another version of the hotline (" + script + "): back it up with that one");
      }
      return in.readAllBytes();
    }
  }

  /** What is referred to comes before what refers to it. */
  private static List<Table> tables(Connection database) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    each(database, """
        select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
        order by c.relname, a.attnum""", row -> columns.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2)));
    Map<String, List<String>> refersTo = new LinkedHashMap<>();
    each(database, """
        select conrelid::regclass::text, confrelid::regclass::text from pg_constraint
        where contype = 'f' and connamespace = current_schema()::regnamespace""",
        row -> refersTo.computeIfAbsent(row.getString(1), _ -> new ArrayList<>()).add(row.getString(2)));
    SequencedSet<String> ordered = new LinkedHashSet<>();
    columns.keySet().forEach(name -> addAfterWhatItRefersTo(name, refersTo, new LinkedHashSet<>(), ordered));
    return ordered.stream().map(name -> new Table(name, columns.getOrDefault(name, List.of()))).toList();
  }

  private static void addAfterWhatItRefersTo(String name, Map<String, List<String>> refersTo, SequencedSet<String> under,
      SequencedSet<String> ordered) {
    if (under.add(name) && !ordered.contains(name)) {
      refersTo.getOrDefault(name, List.of()).forEach(other -> addAfterWhatItRefersTo(other, refersTo, under, ordered));
      ordered.add(name);
    }
  }

  private interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(Connection database, String query, Row reading) throws SQLException {
    try (var statement = database.createStatement(); ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        reading.read(rows);
      }
    }
  }

  private static List<String> texts(Connection database, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    each(database, query, row -> texts.add(row.getString(1)));
    return texts;
  }

  /** The zip goes on after each table. */
  private static OutputStream open(OutputStream zip) {
    return new FilterOutputStream(zip) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() {
        // Stays open.
      }
    };
  }

  private static InputStream open(InputStream zip) {
    return new FilterInputStream(zip) {
      @Override
      public void close() {
        // Stays open.
      }
    };
  }
}
