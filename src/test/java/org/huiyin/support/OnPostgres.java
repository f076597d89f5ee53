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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The test's Spring context has a fresh database in a PostgreSQL 18 that is really started, once for the test run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ContextConfiguration(initializers = OnPostgres.FreshDatabase.class)
@ExtendWith(OnPostgres.AfterTheLastTest.class)
public @interface OnPostgres {
  /** Makes a database of its own for the context. */
  class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    private static final AtomicInteger made = new AtomicInteger();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        var home = Files.createTempDirectory("huiyin-test-pg-");
        home.toFile().deleteOnExit();
        TestPropertyValues.of("spring.datasource.hikari.minimum-idle=2", "management.endpoint.health.validate-group-membership=false",
            "huiyin.home=" + home,
            "spring.datasource.url=" + create(), "spring.datasource.username=postgres",
            "spring.datasource.password=postgres").applyTo(context);
        Started.contexts.add(context);
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

  /** Ends the contexts, and PostgreSQL after them, before the virtual machine's own end, in which all would stop at the same time. */
  class AfterTheLastTest implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext test) {
      test.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(Started.class, _ -> (AutoCloseable) Started::stop);
    }
  }

  /** Started with the first test that needs it. */
  final class Started {
    static final EmbeddedPostgres SERVER = start();
    private static final List<ConfigurableApplicationContext> contexts = new CopyOnWriteArrayList<>();

    private Started() {
    }

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "400").start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL could not be started for the tests", e);
      }
    }

    private static void stop() throws IOException {
      contexts.forEach(ConfigurableApplicationContext::close);
      SERVER.close();
    }
  }
}
