package org.huiyin.support;

import java.time.Instant;

import org.huiyin.audit.AuditLog;
import org.huiyin.call.CallLedger;
import org.huiyin.directory.Directory;
import org.huiyin.foundation.HuiyinHome;
import org.huiyin.recording.Recordings;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableAsync;

/** The rooms from the audit to the recordings, as they are, on a clock and beside an Asterisk that the test sets. Nothing is scheduled: tests sweep themselves. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = QuartzAutoConfiguration.class)
@EnableAsync
@EnableConfigurationProperties(HuiyinHome.class)
@ConfigurationPropertiesScan(basePackageClasses = {CallLedger.class, Recordings.class})
@ComponentScan(basePackageClasses = {AuditLog.class, Directory.class, CallLedger.class, Recordings.class})
public class RecordingRooms {
  public static final Instant START = Instant.parse("2026-11-23T06:30:00Z");

  @Bean
  SettableClock clock() {
    return new SettableClock(START);
  }

  @Bean
  SettableChannels channels() {
    return new SettableChannels();
  }
}
