package org.huiyin.operations;

import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DatabaseWireTest {
  @Test
  void nobody_waits_for_a_silent_postgresql_for_ever() {
    try (var pool = pool("jdbc:postgresql://127.0.0.1:5432/huiyin")) {
      assertThat(pool.getDataSourceProperties()).containsAllEntriesOf(
          Map.of("socketTimeout", "30", "connectTimeout", "5", "tcpKeepAlive", "true"));
      assertThat(pool.getValidationTimeout()).isLessThan(pool.getConnectionTimeout());
    }
  }

  @Test
  void the_embedded_database_is_left_as_it_is() {
    try (var pool = pool("jdbc:h2:mem:x")) {
      assertThat(pool.getDataSourceProperties()).isEmpty();
    }
  }

  private static HikariDataSource pool(String url) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    return (HikariDataSource) new DatabaseWire().postProcessBeforeInitialization(pool, "dataSource");
  }
}
