package org.huiyin.retention;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.huiyin.retention.PurgeProcess.End;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A purge that is really ended, as kill -9 would, at each step: one process after the other goes on with what the one before left. */
class PurgeKilledTest {
  /** After so long a run that is silent is closed by another. */
  private static final Duration LEASE_AND_MORE = Duration.ofMinutes(11);
  private static final int ENDED = 137;
  /** Each committed step has an end behind it and, while it is not committed, within it; PurgeContract throws at the rest of them on both databases. */
  private static final List<End> KILLED_AT = List.of(End.KEY_NOT_COMMITTED, End.KEY_DESTROYED, End.OBJECT_NOT_COMMITTED,
      End.CERTIFICATE_NOT_COMMITTED, End.ROOT_NOT_COMMITTED, End.ROOT_COMMITTED);

  @TempDir
  Path home;

  @Test
  void whatever_step_it_is_killed_at_a_rerun_converges_with_one_certificate_each() throws Exception {
    // The spool's files carry the machine's time, so the story begins now.
    var start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    assertThat(process(start, "prepare").code()).isZero();
    assertThat(objects()).isEqualTo(PurgeProcess.CALLS);

    var now = start.atZone(ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant();
    for (var end : KILLED_AT) {
      var killed = process(now, end.name());
      assertThat(killed.text()).as(end.name()).contains("HALT " + end);
      assertThat(killed.code()).isEqualTo(ENDED);
      now = now.plus(LEASE_AND_MORE);
    }
    var last = process(now, End.NOWHERE.name());
    assertThat(last.text()).contains("REPORT ");
    assertThat(last.code()).isZero();

    assertThat(count("select count(*) from retention_recording where state = 'CERTIFIED' and purge_at is null and failures = 0"))
        .isEqualTo(PurgeProcess.CALLS);
    assertThat(count("select count(*) from retention_certificate")).isEqualTo(PurgeProcess.CALLS);
    assertThat(count("select count(*) from audit_entry where act = 'recording.purged'")).isEqualTo(PurgeProcess.CALLS);
    assertThat(count("select count(distinct subject) from audit_entry where act = 'recording.purged'")).isEqualTo(PurgeProcess.CALLS);
    assertThat(count("select count(*) from recording_recording where state = 'DESTROYED' and wrapped_key is null and peaks is null"))
        .isEqualTo(PurgeProcess.CALLS);
    assertThat(objects()).isZero();
    assertThat(count("select count(*) from retention_root")).as("one root for the run that made the certificates").isEqualTo(1);
    assertThat(count("select sum(leaves) from retention_root")).isEqualTo(PurgeProcess.CALLS);
    assertThat(count("select count(*) from audit_entry where act = 'purge.closed'")).isEqualTo(1);
    assertThat(count("select count(*) from retention_run where certificates > 0 and closed_at is null")).isZero();
    assertThat(count("select max(number) from retention_root_end")).isEqualTo(1);
  }

  private record Ended(int code, String text) {
  }

  private Ended process(Instant now, String what) throws IOException, InterruptedException {
    var output = Files.createTempFile(home, "output", ".txt");
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "-Xmx512m", "-cp", System.getProperty("java.class.path"), PurgeProcess.class.getName(), home.toString(), now.toString(), what, "2")
        .redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("%s came to its end: %s", what, Files.readString(output)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }

  private long objects() throws IOException {
    try (var files = Files.walk(home.resolve("store"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private long count(String query) throws SQLException {
    try (
        var connection = DriverManager.getConnection("jdbc:h2:file:" + home + "/db/huiyin;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "", "");
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
