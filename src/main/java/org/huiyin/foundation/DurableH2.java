package org.huiyin.foundation;

import java.io.IOException;
import java.nio.channels.FileChannel;

import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Makes addresses like {@code jdbc:h2:durable:/folder/file} known to H2: each write of such a database returns when it is on the disk (O_DSYNC). With
 * WRITE_DELAY=0 every commit is written before it is acknowledged; so what was acknowledged also survives a power failure, in the order in which it
 * was written.
 */
final class DurableH2 implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String SCHEME = "durable";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    register();
  }

  static void register() {
    FilePath.register(new DurablePath());
  }

  /** H2 makes one of these for each path by the constructor without arguments. */
  public static final class DurablePath extends FilePathWrapper {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return super.open("rw".equals(mode) ? "rwd" : mode);
    }
  }
}
