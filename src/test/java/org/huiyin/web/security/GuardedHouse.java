package org.huiyin.web.security;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.huiyin.call.LiveChannels;
import org.huiyin.flow.CallPaths;
import org.huiyin.flow.MenuTrials;
import org.huiyin.flow.Menus;
import org.huiyin.flow.PromptDrafts;
import org.huiyin.flow.Prompts;
import org.huiyin.flow.Sentences;
import org.huiyin.flow.Studio;
import org.huiyin.flow.ToneTimes;
import org.huiyin.foundation.CallId;
import org.huiyin.foundation.CommunityId;
import org.huiyin.support.SettableClock;
import org.huiyin.telephony.TelephonyState;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;

/** The service as it is, without the rooms that need an Asterisk, and on a clock that is set by hand. Nothing is scheduled. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
@ConfigurationPropertiesScan("org.huiyin")
@EntityScan("org.huiyin")
@ComponentScan({"org.huiyin.audit", "org.huiyin.directory", "org.huiyin.call", "org.huiyin.recording", "org.huiyin.ticket",
    "org.huiyin.approval", "org.huiyin.access", "org.huiyin.retention", "org.huiyin.operations", "org.huiyin.messaging", "org.huiyin.web"})
class GuardedHouse {
  static final Instant START = Instant.parse("2026-11-23T06:30:00Z");

  @Bean
  SettableClock clock() {
    return new SettableClock(START);
  }

  @Bean
  TelephonyState.Source telephony(SettableClock clock) {
    return () -> new TelephonyState(true, true, clock.instant(), "22.10.1", 0);
  }

  /** Nobody walks a call here. */
  @Bean
  CallPaths callPaths() {
    return (_, _, _) -> {
      throw new IllegalArgumentException("no call is walked here");
    };
  }

  /** Nobody answers by a menu here. */
  @Bean
  Menus menus() {
    return nothing(Menus.class);
  }

  @Bean
  MenuTrials menuTrials() {
    return nothing(MenuTrials.class);
  }

  @Bean
  Prompts prompts() {
    return nothing(Prompts.class);
  }

  @Bean
  Sentences sentences() {
    return nothing(Sentences.class);
  }

  @Bean
  PromptDrafts promptDrafts() {
    return nothing(PromptDrafts.class);
  }

  @Bean
  Studio studio() {
    return nothing(Studio.class);
  }

  /** Nobody waits for a tone here. */
  @Bean
  ToneTimes toneTimes() {
    return new ToneTimes() {
      @Override
      public Map<CommunityId, Duration> late() {
        return Map.of();
      }

      @Override
      public Optional<Duration> lookAgain(CommunityId community) {
        return Optional.empty();
      }
    };
  }

  private static <T> T nothing(Class<T> port) {
    return port
        .cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, given) -> switch (method.getName()) {
          case "hashCode" -> System.identityHashCode(proxy);
          case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(given[0]);
          case "toString" -> port.getSimpleName();
          default -> throw new IllegalArgumentException("there are no menus here");
        }));
  }

  @Bean
  LiveChannels liveChannels() {
    return new LiveChannels() {
      @Override
      public Optional<Boolean> isLive(CallId call) {
        return Optional.empty();
      }

      @Override
      public Optional<Instant> startedAt() {
        return Optional.empty();
      }
    };
  }
}
