package org.huiyin.operations;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class DatabaseFailuresTest {
  @Test
  void a_database_that_another_process_has_open_is_one_line_with_the_remedy(@TempDir Path folder) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("huiyin") + ";FILE_LOCK=FS";
    var other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp",
        Path.of(org.h2.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString(), "org.h2.tools.Shell", "-url",
        url,
        "-user", "sa").start();
    try {
      other.getOutputStream().write("create table held(id int);\n".getBytes(StandardCharsets.UTF_8));
      other.getOutputStream().flush();
      var reader = other.inputReader(StandardCharsets.UTF_8);
      var said = new StringBuilder();
      while (said.indexOf("Update count") < 0) {
        int character = reader.read();
        assertThat(character).describedAs("the other process said: " + said).isNotNegative();
        said.append((char) character);
      }
      var refused = catchThrowable(() -> DriverManager.getConnection(url, "sa", "").close());
      assertThat(refused).isNotNull();
      var analysis = new DatabaseFailures().analyze(new IllegalStateException("wrapped", refused));
      assertThat(oneLine(Objects.requireNonNull(analysis))).isEqualTo("huiyin: the database is locked by another process:"
          + " stop the other service of this HUIYIN_HOME (./huiyin status shows it), then start again\n");
    } finally {
      other.destroyForcibly();
      other.waitFor();
    }
  }

  @Test
  void a_database_that_is_not_there_names_the_setting() {
    var refused = catchThrowable(
        () -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:1/huiyin?connectTimeout=2", "x", "x").close());
    assertThat(oneLine(Objects.requireNonNull(new DatabaseFailures().analyze(refused)))).contains("cannot be reached")
        .contains("HUIYIN_DB_URL");
  }

  @ResourceLock(Resources.SYSTEM_ERR)
  private static String oneLine(org.springframework.boot.diagnostics.FailureAnalysis analysis) {
    var before = System.err;
    var printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      new OneLineFailures().report(analysis);
    } finally {
      System.setErr(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
