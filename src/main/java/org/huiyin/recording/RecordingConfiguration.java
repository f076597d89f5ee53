package org.huiyin.recording;

import java.io.IOException;
import java.time.Clock;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

@Configuration(proxyBeanMethods = false)
class RecordingConfiguration {
  @Bean
  Sealing sealing(RecordingTable table, AudioSealer sealer, AudioStore store, CallLedger calls, Spool spool,
      ApplicationEventPublisher events,
      PlatformTransactionManager transactions, Clock clock, RecordingSettings settings) {
    return new Sealing(table, sealer, store, calls, spool, events, transactions, clock, settings.lateFiles(), _ -> {
    });
  }

  @Bean(destroyMethod = "stop")
  SealingWorker sealingWorker(Sealing sealing, RecordingTable table, RecordingLocks locks, RecordingSettings settings, Clock clock,
      MeterRegistry meters, AudioStore store) {
    Gauge.builder("huiyin.store.bytes", table, RecordingTable::storedBytes).baseUnit("bytes").register(meters);
    Gauge.builder("huiyin.store.free", store, RecordingConfiguration::free).baseUnit("bytes").register(meters);
    return new SealingWorker(sealing, store, table, locks, settings, clock, meters);
  }

  private static double free(AudioStore store) {
    try {
      return store.free();
    } catch (IOException _) {
      return Double.NaN;
    }
  }
}
