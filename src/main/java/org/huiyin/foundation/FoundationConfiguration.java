package org.huiyin.foundation;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableAsync
class FoundationConfiguration {
  /** The only clock of the product: whoever needs another time in a test replaces this bean. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Sweeps and heartbeats belong to the running service, not to a headless check of a stopped one. */
  @Configuration(proxyBeanMethods = false)
  @EnableScheduling
  @Profile("!verify")
  static class Sweeps {
  }
}
