package org.huiyin;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class HouseRulesTest {
  @Test
  void every_module_imports_only_what_it_declares() {
    ApplicationModules.of(Huiyin.class).verify();
  }
}
