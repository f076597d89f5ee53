package org.huiyin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The test's Spring context has a fresh database in a PostgreSQL 18 that is really started, once for the test run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ContextConfiguration(initializers = OnPostgres.FreshDatabase.class)
public @interface OnPostgres {
  /** Makes a database of its own for the context. */
  class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final AtomicInteger made = new AtomicInteger();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        var home = Files.createTempDirectory("huiyin-test-pg-");
        home.toFile().deleteOnExit();
        TestPropertyValues.of("management.endpoint.health.validate-group-membership=false", "huiyin.home=" + home,
            "spring.datasource.url=" + create(), "spring.datasource.username=postgres",
            "spring.datasource.password=postgres").applyTo(context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (SQLException e) {
        throw new IllegalStateException("no database could be made in the started PostgreSQL", e);
      }
    }

    private static String create() throws SQLException {
      var name = "huiyin" + made.incrementAndGet();
      try (var connection = Started.SERVER.getPostgresDatabase().getConnection(); var statement = connection.createStatement()) {
        statement.execute("create database " + name);
      }
      return Started.SERVER.getJdbcUrl("postgres", name);
    }
  }

  /** Started with the first test that needs it, stopped with the virtual machine, after the contexts that use it. */
  final class Started {
    static final EmbeddedPostgres SERVER = start();

    private Started() {
    }

    private static EmbeddedPostgres start() {
      try {
        var server = EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
        SpringApplication.getShutdownHandlers().add(() -> {
          try {
            server.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL could not be started for the tests", e);
      }
    }
  }
}
