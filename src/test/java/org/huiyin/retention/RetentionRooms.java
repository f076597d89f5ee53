package org.huiyin.retention;

import java.util.Map;

import org.huiyin.approval.Approvals;
import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.recording.KeyLives;
import org.huiyin.support.DeskRooms;
import org.huiyin.support.Electorate;
import org.huiyin.support.SettableClock;
import org.huiyin.support.SettableMachine;
import org.huiyin.ticket.Tickets;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.scheduling.annotation.EnableAsync;

/** Retention and the rooms below it, with the real scheduler on the real database; the recordings are a {@link Shelf}. */
@EnableAutoConfiguration
@EnableAsync
@EnableConfigurationProperties(HuiyinHome.class)
@ConfigurationPropertiesScan(basePackageClasses = {CallLedger.class, Retention.class})
@EntityScan(basePackageClasses = Tickets.class)
@ComponentScan(basePackageClasses = {AuditLog.class, Approvals.class, Directory.class, CallLedger.class, Tickets.class, Retention.class})
class RetentionRooms {
  @Bean
  Electorate electorate() {
    return new Electorate();
  }

  @Bean
  SettableClock clock() {
    return new SettableClock(DeskRooms.START);
  }

  @Bean
  SettableMachine machine(SettableClock clock) {
    return new SettableMachine(clock);
  }

  @Bean
  Shelf recordings() {
    return new Shelf();
  }

  /** The shelf's recordings have no keys. */
  @Bean
  KeyLives keyLives() {
    return _ -> Map.of();
  }
}
