package org.huiyin.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.huiyin.support.AppFolder;
import org.huiyin.support.TestAsterisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A backup from before a purge, put back after it: real recordings, the real purge ended as by kill -9, and the launcher's verbs as processes of their own. The
 * service does not run. Each kind of database does it.
 */
abstract class RestoreDrillContract {
  private static final int CALLS = 5;
  private static final int KILLED = 137;
  private static final Duration MONTH = Duration.ofDays(31);

  private final List<Path> homes = new ArrayList<>();
  @SuppressWarnings("NullAway.Init")
  private AppFolder app;
  @SuppressWarnings("NullAway.Init")
  private Path backups;

  private record Printed(int exit, String text) {
  }

  /** The settings that name a fresh database for one home. */
  abstract Map<String, String> database();

  abstract String url(Settings of);

  /** The database is gone, as after a lost disk. */
  abstract void lose(Settings of) throws Exception;

  /** So many seconds earlier, as that database writes it. */
  abstract String earlier(String column, long seconds);

  @BeforeEach
  void folders() throws IOException {
    app = new AppFolder();
    backups = Files.createTempDirectory("huiyin-backups-");
  }

  @AfterEach
  void remove() throws IOException {
    homes.forEach(TestAsterisk::remove);
    homes.clear();
    TestAsterisk.remove(backups);
    app.close();
  }

  @Test
  void an_old_backup_yields_every_live_recording_and_what_was_purged_since_stays_destroyed() throws Exception {
    var lived = settings();
    var start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    assertThat(purge(lived, start, "prepare").exit()).isZero();
    assertThat(objects(lived)).hasSize(CALLS);
    var year = Duration.between(start, start.atZone(ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant());
    shift(lived, year.plusHours(1));
    var old = backups.resolve("data");
    var keys = backups.resolve("keys");
    Files.writeString(lived.home().keys().resolve("duty.json"), "{}");
    assertThat(here(lived, "backup", old.toString()).exit()).isZero();
    assertThat(here(lived, "backup", "--keys", keys.toString()).exit()).isZero();
    noKeysIn(old);
    refusesToMix(lived, old, keys);

    var killed = purge(lived, Instant.now(), "OBJECT_NOT_COMMITTED");
    assertThat(killed.exit()).as(killed.text()).isEqualTo(KILLED);
    var purged = one(lived, "select cast(id as varchar) from recording_recording where wrapped_key is null");
    assertThat(objects(lived)).hasSize(CALLS - 1).doesNotContain(purged);
    assertThat(Files.readString(lived.home().root().resolve(PurgeJournals.NAME))).contains(purged);
    assertThat(here(lived, "backup", "--keys", keys.toString()).exit()).as("the same folder is brought up to date").isZero();

    var restored = settings();
    var done = huiyin(restored, "restore", old.toString(), "--keys", keys.toString());
    assertThat(done.text()).contains("1 of them had come back", "destroyed again, 1 with a certificate", CALLS - 1 + " live recordings",
        "holds  recordings", "holds  purge", "restored and checked in").doesNotContain("WRONG");
    assertThat(done.exit()).isZero();
    assertThat(objects(restored)).containsExactlyInAnyOrderElementsOf(objects(lived));
    assertThat(one(restored, "select state || ' ' || case when wrapped_key is null then 'no key' else 'key' end from recording_recording "
        + "where id = '" + purged + "'")).isEqualTo("DESTROYED no key");
    assertThat(one(restored, "select state from retention_recording where recording = '" + purged + "'")).isEqualTo("CERTIFIED");
    assertThat(one(restored, "select count(*) from retention_certificate where recording = '" + purged + "'")).isEqualTo("1");
    assertThat(one(restored, "select count(*) from recording_recording where state = 'STORED'")).isEqualTo(String.valueOf(CALLS - 1));
    assertThat(mode(restored.home().keys().resolve("recordings.json"))).isEqualTo("rw-------");
    assertThat(restored.home().keys().resolve("duty.json")).as("the key of the secrets that sign comes back with the others")
        .hasContent("{}");
    assertThat(mode(restored.home().keys().resolve("duty.json"))).isEqualTo("rw-------");

    assertThat(here(restored, "restore", old.toString(), "--keys", keys.toString())).satisfies(again -> {
      assertThat(again.exit()).isEqualTo(1);
      assertThat(again.text()).hasLineCount(1).contains("not empty", "--replace");
    });
    filesPutBackByHand(restored, old);
    wrongKeysAreTold(old, keys);
    aChangedBackupIsRefused(old, keys);
  }

  @Test
  void a_backup_from_before_a_turn_over_opens_with_the_keys_of_today_until_the_key_that_it_needs_is_destroyed() throws Exception {
    var lived = settings();
    assertThat(purge(lived, Instant.now().truncatedTo(ChronoUnit.SECONDS), "prepare").exit()).isZero();
    var old = backups.resolve("data");
    var keys = backups.resolve("keys");
    assertThat(here(lived, "backup", old.toString()).exit()).isZero();

    shift(lived, MONTH);
    var turned = purge(lived, Instant.now(), "turn-over");
    assertThat(turned.exit()).as(turned.text()).isZero();
    assertThat(one(lived, "select count(*) from recording_wrapping_key where destroyed_at is null")).isEqualTo("2");
    assertThat(here(lived, "backup", "--keys", keys.toString()).exit()).isZero();
    var restored = settings();
    var done = huiyin(restored, "restore", old.toString(), "--keys", keys.toString());
    assertThat(done.text()).contains(CALLS + " live recordings", "restored and checked in").doesNotContain("WRONG");
    assertThat(done.exit()).isZero();
    assertThat(one(restored, "select count(*) from recording_recording where state = 'STORED'")).isEqualTo(String.valueOf(CALLS));

    // The first night notes that nothing is wrapped by the old one any more, another one month later destroys it.
    for (int night = 0; night < 2; night++) {
      var again = purge(lived, Instant.now(), "turn-over");
      assertThat(again.exit()).as(again.text()).isZero();
      shift(lived, MONTH);
    }
    var gone = one(lived, "select id from recording_wrapping_key where destroyed_at is not null");
    assertThat(here(lived, "backup", "--keys", keys.toString()).exit()).isZero();
    var refused = huiyin(settings(), "restore", old.toString(), "--keys", keys.toString());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.text()).contains(String.format(Locale.ROOT, "%08x", Integer.parseInt(gone)), String.valueOf(CALLS));
  }

  private void noKeysIn(Path data) throws IOException {
    try (var all = Files.walk(data)) {
      var files = all.filter(Files::isRegularFile).toList();
      assertThat(files).extracting(file -> data.relativize(file).toString())
          .noneMatch(name -> name.startsWith("keys") || name.endsWith(".secret") || name.endsWith(".token") || name.endsWith(".key"));
      for (var file : files) {
        assertThat(mode(file)).as(file.toString()).isEqualTo("rw-------");
      }
    }
    assertThat(backups.resolve("keys/keys/recordings.json")).exists();
    assertThat(mode(backups.resolve("keys/keys/recordings.json"))).isEqualTo("rw-------");
  }

  private void refusesToMix(Settings lived, Path data, Path keys) throws Exception {
    for (var wrong : List.of(List.of("backup", "--keys", data.toString()), List.of("backup", keys.toString()),
        List.of("backup", "--keys", data.resolve("inside").toString()), List.of("backup", keys.resolve("inside").toString()))) {
      var refused = here(lived, wrong.getFirst(), wrong.subList(1, wrong.size()).toArray(String[]::new));
      assertThat(refused.exit()).as(wrong.toString()).isEqualTo(1);
      assertThat(refused.text()).hasLineCount(1).contains("two places");
    }
    assertThat(here(lived, "backup", lived.home().root().resolve("mine").toString()).text()).hasLineCount(1).contains("HUIYIN_HOME");
    Files.writeString(Files.createDirectories(backups.resolve("other")).resolve("letter.txt"), "dear");
    assertThat(here(lived, "backup", backups.resolve("other").toString()).text()).hasLineCount(1).contains("holds other things");
  }

  /** The older database alone, under the journal and the objects of today. */
  private void filesPutBackByHand(Settings home, Path data) throws Exception {
    lose(home);
    try (var dumps = Files.list(data.resolve("db"))) {
      new DatabaseDump(home).putBack(dumps.findFirst().orElseThrow());
    }
    assertThat(one(home, "select count(*) from recording_recording where state = 'STORED'")).isEqualTo(String.valueOf(CALLS));
    var again = huiyin(home, "restore", "--here");
    assertThat(again.text()).contains("1 of them had come back", "1 with a certificate", "holds  purge-journal").doesNotContain("WRONG");
    assertThat(again.exit()).isZero();
    assertThat(one(home, "select count(*) from recording_recording where state = 'STORED'")).isEqualTo(String.valueOf(CALLS - 1));
  }

  private void wrongKeysAreTold(Path data, Path keys) throws Exception {
    var home = settings();
    assertThat(here(home, "restore", data.toString()).text()).hasLineCount(1).contains("--keys DIR");
    var ring = Files.readString(keys.resolve("keys/recordings.json"));
    home.home().prepare();
    var file = home.home().keys().resolve("recordings.json");
    Files.writeString(file, ring.substring(0, ring.length() / 2));
    Accounts.hand(file, Accounts.SERVICE, 0600);
    var told = huiyin(home, "restore", data.toString());
    assertThat(told.exit()).isEqualTo(1);
    assertThat(told.text().lines().filter(line -> line.startsWith("huiyin:"))).singleElement().asString()
        .contains(file.toString(), "damaged: put back its backup");
    assertThatThrownBy(() -> new Supervisor(home, Service.ofThisLauncher(home), _ -> {
    }).start()).isInstanceOf(Problem.class).hasMessageContaining("did not come to its end");
  }

  private void aChangedBackupIsRefused(Path data, Path keys) throws Exception {
    Path object;
    try (var all = Files.walk(data.resolve("store"))) {
      object = all.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    var bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.write(object, bytes);
    var home = settings();
    var refused = here(home, "restore", data.toString(), "--keys", keys.toString());
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.text()).hasLineCount(1).contains(object.toString(), "not as it was written");
    assertThat(home.home().db()).as("nothing was begun").isEmptyDirectory();
  }

  private Settings settings() {
    var settings = TestAsterisk.freshSettings(database());
    homes.add(settings.home().root());
    return settings;
  }

  private static List<String> objects(Settings of) throws IOException {
    try (var files = Files.walk(of.home().store())) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private String one(Settings of, String query) throws SQLException {
    try (var connection = DriverManager.getConnection(url(of));
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The story began now, since files carry the machine's time; from here on it began so much earlier. */
  private void shift(Settings of, Duration by) throws SQLException {
    try (var connection = DriverManager.getConnection(url(of)); var statement = connection.createStatement()) {
      for (var column : List.of("call_call.started_at", "call_call.ended_at", "recording_recording.call_started_at",
          "retention_recording.call_started_at", "retention_recording.keep_until", "retention_recording.purge_at",
          "retention_recording.scheduled_at", "audit_entry.at", "audit_pending.at", "recording_wrapping_key.made_at",
          "recording_wrapping_key.retire_at", "recording_wrapping_key.retired_at", "recording_wrapping_key.emptied_at")) {
        var part = column.split("\\.", -1);
        statement.executeUpdate("update " + part[0] + " set " + part[1] + " = " + earlier(part[1], by.toSeconds()));
      }
    }
  }

  private static Map<String, String> database(Settings of) {
    return of.dbUrl().map(url -> Map.of("HUIYIN_DB_URL", url)).orElse(Map.of());
  }

  private Printed purge(Settings of, Instant now, String what) throws Exception {
    return run(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), "org.huiyin.retention.PurgeProcess",
        of.home().root().toString(), now.toString(), what), database(of));
  }

  /** As the launcher tells it, without a Java of its own; only what starts the service needs that. */
  private static Printed here(Settings of, String verb, String... arguments) {
    try {
      var rest = List.of(arguments);
      return new Printed(verb.equals("backup") ? BackupVerb.run(of, rest) : RestoreVerb.run(of, rest), "");
    } catch (Problem problem) {
      return new Printed(1, String.valueOf(problem.getMessage()));
    }
  }

  private Printed huiyin(Settings of, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC", "-cp", app.classPath(), Launcher.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return run(command, of.environment());
  }

  private Printed run(List<String> arguments, Map<String, String> environment) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    var output = Files.createTempFile("huiyin-drill", "");
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("HUIYIN_"));
      builder.environment().putAll(environment);
      var process = builder.start();
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(arguments.toString()).isTrue();
      return new Printed(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
