package org.huiyin.operations;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MigrationFailuresTest {
  private static final String DATABASE = "jdbc:h2:mem:newer;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";

  @Test
  void a_database_that_a_newer_version_wrote_is_told_with_the_migration_and_what_to_do() {
    flyway("classpath:recordings-schema/db").migrate();
    var refused = catchThrowableOfType(FlywayValidateException.class, () -> flyway("classpath:recordings-schema/db/audit").migrate());
    var analysis = new MigrationFailures().analyze(new IllegalStateException(refused), refused);
    assertThat(analysis.getDescription())
        .startsWith("the database was written by another version of the hotline (Detected applied migration")
        .contains("not resolved locally: 2026112").hasLineCount(1);
    assertThat(analysis.getAction()).contains("start the version that wrote it");
  }

  private static Flyway flyway(String location) {
    return Flyway.configure().dataSource(DATABASE, "", "").locations(location).outOfOrder(true).load();
  }
}
