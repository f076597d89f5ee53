package org.huiyin.retention;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.huiyin.retention.PurgeProcess.End;

/** Recordings that are due, in a home that is made once; each trial has a copy of it, whose purge dies at a step and is run once more. */
public final class KilledPurge implements AutoCloseable {
  private static final int ENDED = 137;
  private static final int DUE = PurgeProcess.CALLS;
  /** After so long a dead run's recordings are another's. */
  private static final Duration LEASE_AND_MORE = Duration.ofMinutes(11);

  private final Path folder;
  private final Path prepared;
  private final Instant end;
  private int made;

  public KilledPurge(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    this.prepared = Files.createDirectories(folder.resolve("prepared"));
    Instant start = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    this.end = start.atZone(ZoneId.of("Asia/Shanghai")).plusYears(1).toInstant();
    if (process(prepared, start, "prepare", 1, 1) != 0) {
      throw new IllegalStateException("the recordings could not be made; see " + log(prepared));
    }
  }

  /**
   * @param lost recordings whose key, object or certificate is not as it is after a destruction, or one run without its root
   * @param doubled certificates, entries in the audit and roots too many
   * @param rerun how long the one run took that made all good
   */
  public record Outcome(int due, int lost, int doubled, Duration rerun, List<String> findings) {
  }

  /** The names of all steps at which it can die. */
  public static List<String> steps() {
    return Stream.of(End.values()).filter(end -> end != End.NOWHERE).map(End::name).toList();
  }

  /** @param together how many recordings take a step together; where it dies among them is drawn by that too */
  public Outcome killedAt(String step, int together) throws IOException, InterruptedException {
    Path home = copy();
    boolean oncePerRun = step.startsWith("ROOT");
    int code = process(home, end, step, together, oncePerRun ? 1 : Math.min(together, (DUE + together - 1) / together));
    List<String> findings = new ArrayList<>();
    if (code != ENDED) {
      findings.add("it was not reached: exit " + code);
    }
    long began = System.nanoTime();
    int again = process(home, end.plus(LEASE_AND_MORE), End.NOWHERE.name(), together, 1);
    Duration rerun = Duration.ofNanos(System.nanoTime() - began);
    if (again != 0) {
      findings.add("the rerun ended with " + again + "; see " + log(home));
    }
    Outcome outcome = account(home, rerun, findings);
    remove(home);
    return outcome;
  }

  private static Outcome account(Path home, Duration rerun, List<String> findings) throws IOException {
    long certified = count(home,
        "select count(*) from retention_recording r where state = 'CERTIFIED' and purge_at is null and failures = 0 "
            + "and exists (select 1 from retention_certificate c where c.recording = r.recording)");
    long keyless = count(home,
        "select count(*) from recording_recording where state = 'DESTROYED' and wrapped_key is null and peaks is null");
    long certificates = count(home, "select count(*) from retention_certificate");
    long entries = count(home, "select count(*) from audit_entry where act = 'recording.purged'");
    long unclosed = count(home, "select count(*) from retention_run where certificates > 0 and closed_at is null");
    long leaves = count(home, "select coalesce(sum(leaves), 0) from retention_root");
    long closings = count(home, "select count(*) from audit_entry where act = 'purge.closed'")
        - count(home, "select count(*) from retention_root");
    long left;
    try (var files = Files.walk(home.resolve("store"))) {
      left = files.filter(Files::isRegularFile).count();
    }
    long lost = Math.max(DUE - certified, Math.max(DUE - keyless, left)) + unclosed + Math.max(0, DUE - leaves) + findings.size();
    long doubled = Math.max(0, Math.max(certificates, entries) - DUE) + Math.max(0, leaves - DUE) + Math.abs(closings);
    if (lost + doubled > 0) {
      findings
          .add(("%d due: %d certified, %d without a key, %d objects left, %d certificates, %d entries in the audit, %d under roots, %d runs"
              + " without a root").formatted(DUE, certified, keyless, left, certificates, entries, leaves, unclosed));
    }
    return new Outcome(DUE, Math.toIntExact(lost), Math.toIntExact(doubled), rerun, List.copyOf(findings));
  }

  private static long count(Path home, String query) {
    try (
        var connection = DriverManager.getConnection("jdbc:h2:file:" + home + "/db/huiyin;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "", "");
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int process(Path home, Instant now, String what, int together, int time) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "-Xmx512m", "-cp", System.getProperty("java.class.path"), PurgeProcess.class.getName(), home.toString(), now.toString(), what,
        Integer.toString(together), Integer.toString(time)).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log(home).toFile())).start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException(what + " did not come to its end; see " + Files.readString(log(home), StandardCharsets.UTF_8));
    }
    return process.exitValue();
  }

  private static Path log(Path home) {
    return home.resolveSibling(home.getFileName() + ".txt");
  }

  private Path copy() throws IOException {
    Path home = folder.resolve("home-" + ++made);
    try (var all = Files.walk(prepared)) {
      for (Path each : all.toList()) {
        Files.copy(each, home.resolve(prepared.relativize(each).toString()), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return home;
  }

  private static void remove(Path home) throws IOException {
    try (var all = Files.walk(home)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Override
  public void close() {
    try {
      remove(prepared);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
