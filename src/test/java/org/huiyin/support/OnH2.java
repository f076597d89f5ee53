package org.huiyin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;

/** The test's Spring context has a fresh H2 in a file, with the address and settings of the product. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ContextConfiguration(initializers = OnH2.FreshHome.class)
public @interface OnH2 {
  /** Gives the context a home folder of its own; the product's own address of the database lies in it. */
  class FreshHome implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    @Override
    public void initialize(ConfigurableApplicationContext context) {
      try {
        var home = Files.createTempDirectory("huiyin-test-h2-");
        home.toFile().deleteOnExit();
        TestPropertyValues.of("management.endpoint.health.validate-group-membership=false", "huiyin.home=" + home).applyTo(context);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
