package org.huiyin.operations;

import java.time.Instant;

import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.recording.Recordings;
import org.huiyin.support.SettableChannels;
import org.huiyin.support.SettableClock;
import org.huiyin.ticket.Tickets;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableAsync;

/** The account of calls with every room that it asks, as they are; nothing is scheduled. */
@EnableAutoConfiguration(exclude = QuartzAutoConfiguration.class)
@EnableAsync
@EnableConfigurationProperties({HuiyinHome.class, OperationsSettings.class})
@ConfigurationPropertiesScan(basePackageClasses = {CallLedger.class, Recordings.class})
@EntityScan(basePackageClasses = Tickets.class)
@ComponentScan(basePackageClasses = {AuditLog.class, Directory.class, CallLedger.class, Recordings.class, Tickets.class})
@Import({StatementBook.class, StatementTable.class, StatementCheck.class, CompletenessCheck.class, Witnesses.class,
    AsteriskAccounts.class})
class AccountRooms {
  static final Instant START = Instant.parse("2026-11-23T06:30:00Z");

  @Bean
  SettableClock clock() {
    return new SettableClock(START);
  }

  @Bean
  SettableChannels channels() {
    return new SettableChannels();
  }
}
