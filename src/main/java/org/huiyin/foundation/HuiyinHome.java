package org.huiyin.foundation;

import java.nio.file.Path;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the installation's state lives.
 *
 * @param home the folder HUIYIN_HOME
 * @param node the name of this machine among several, HUIYIN_NODE
 */
@ConfigurationProperties("huiyin")
public record HuiyinHome(Path home, String node) {
  public Path spool() {
    return home.resolve("spool");
  }

  public Path store() {
    return home.resolve("store");
  }

  public Path keys() {
    return home.resolve("keys");
  }

  public Path secrets() {
    return home.resolve("secrets");
  }
}
