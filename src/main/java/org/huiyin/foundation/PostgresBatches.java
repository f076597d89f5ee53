package org.huiyin.foundation;

import java.util.Map;

import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets PostgreSQL's driver send the rows of one batch as one statement. Without it each row is a statement of its own to the server, which for the entries of a purge takes longer
 * than writing them. A setting of the same name goes before; the embedded database knows none of it.
 */
final class PostgresBatches implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  private static final String REWRITE = "spring.datasource.hikari.data-source-properties.reWriteBatchedInserts";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    var environment = context.getEnvironment();
    if (environment.getProperty("spring.datasource.url", "").startsWith("jdbc:postgresql:")) {
      environment.getPropertySources().addLast(new MapPropertySource("batches for PostgreSQL", Map.of(REWRITE, "true")));
    }
  }
}
