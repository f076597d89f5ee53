package org.huiyin.audit;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** While a backup is put back no service chains what was done: it is chained once, before the checks look. */
@Component
@Profile("restore")
@Order(0)
class ChainAtRestore implements ApplicationRunner {
  private final Sealer sealer;

  ChainAtRestore(Sealer sealer) {
    this.sealer = sealer;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    sealer.seal();
  }
}
