package org.huiyin.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** On a PostgreSQL 18 that is really started; no tool of PostgreSQL is used. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreDrillOnPostgresTest extends RestoreDrillContract {
  private final AtomicInteger made = new AtomicInteger();
  @SuppressWarnings("NullAway.Init")
  private EmbeddedPostgres server;

  @BeforeAll
  void start() throws IOException {
    server = EmbeddedPostgres.start();
  }

  @AfterAll
  void stop() throws IOException {
    server.close();
  }

  @Override
  Map<String, String> database() {
    return Map.of("HUIYIN_DB_URL", create("drill" + made.incrementAndGet()));
  }

  private String create(String name) {
    try {
      onServer("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?user=postgres&password=postgres";
  }

  private void onServer(String sql) throws SQLException {
    try (var connection = server.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  String url(Settings of) {
    return of.dbUrl().orElseThrow();
  }

  @Override
  void lose(Settings of) throws SQLException {
    var name = url(of).replaceFirst(".*/([a-z0-9]+)[?].*", "$1");
    onServer("drop database " + name);
    onServer("create database " + name);
  }

  @Override
  String earlier(String column, long seconds) {
    return column + " - make_interval(secs => " + seconds + ")";
  }

  @Test
  void the_tables_and_all_that_stands_in_them_come_back_as_they_were(@TempDir Path folder) throws Exception {
    var before = migrated("whole");
    execute(before,
        "insert into audit_entry (id, at, actor, act, subject, community, details) select gen_random_uuid(), now(), 'system:x', 'a.b', "
            + "E'tab\\t line\\n back\\\\slash', null, '{}' from generate_series(1, 2000)");
    var zip = folder.resolve("whole.postgres.zip");
    new PostgresCopy(before).write(zip);

    var after = create("again");
    new PostgresCopy(after).putBack(zip);
    new PostgresCopy(after).write(folder.resolve("again.postgres.zip"));
    assertThat(entries(folder.resolve("again.postgres.zip"))).isEqualTo(entries(zip));
    assertThat(shape(after)).isEqualTo(shape(before));

    assertThatThrownBy(() -> new PostgresCopy(after).putBack(zip)).isInstanceOf(Problem.class).hasMessageContaining("not empty");
  }

  @Test
  void what_cannot_be_put_back_whole_is_not_put_back_at_all(@TempDir Path folder) throws Exception {
    var zip = folder.resolve("whole.postgres.zip");
    new PostgresCopy(migrated("cut")).write(zip);
    var bytes = Files.readAllBytes(zip);
    var after = create("halved");
    for (int tenths = 1; tenths < 10; tenths++) {
      Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length * tenths / 10));
      assertThatThrownBy(() -> new PostgresCopy(after).putBack(zip)).as(tenths + " tenths").isInstanceOf(Problem.class)
          .hasMessageContaining("is not whole");
      assertThat(contents(after)).isEmpty();
    }
    assertThatThrownBy(() -> new PostgresCopy(after).write(folder.resolve("none.zip"))).isInstanceOf(Problem.class);
  }

  /** The way back sets no counter of a sequence, since there is none: whoever brings one has to carry it too. */
  @Test
  void no_table_counts_by_a_sequence_or_computes_a_column() throws Exception {
    var url = migrated("plain");
    assertThat(texts(url, "select sequencename from pg_sequences")).isEmpty();
    assertThat(texts(url, "select attname from pg_attribute where attgenerated <> '' and attnum > 0")).isEmpty();
    assertThat(texts(url, "select tgname::text from pg_trigger where not tgisinternal")).isEmpty();
  }

  private String migrated(String name) {
    var url = create(name);
    org.flywaydb.core.Flyway.configure().dataSource(url, null, null).locations("classpath:recordings-schema/db").outOfOrder(true).load()
        .migrate();
    return url;
  }

  private static Map<String, String> entries(Path zip) {
    var all = new TreeMap<String, String>();
    try (var file = new java.util.zip.ZipFile(zip.toFile())) {
      for (var entry : file.stream().toList()) {
        all.put(entry.getName(), entry.getSize() + " " + entry.getCrc());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static List<String> contents(String url) throws SQLException {
    return texts(url, "select tablename from pg_tables where schemaname = 'public'");
  }

  /** Columns, constraints and indexes of every table. */
  private static List<String> shape(String url) throws SQLException {
    return texts(url, """
        select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as part
        from information_schema.columns where table_schema = 'public'
        union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace and contype <> 'n'
        union all select indexdef from pg_indexes where schemaname = 'public' order by part""");
  }

  private static List<String> texts(String url, String query) throws SQLException {
    var texts = new ArrayList<String>();
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static void execute(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url); var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
