package org.huiyin.foundation;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableAsync
class FoundationConfiguration {
  /** The only clock of the product: whoever needs another time in a test replaces this bean. */
  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
