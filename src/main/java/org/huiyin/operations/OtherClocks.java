package org.huiyin.operations;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;

import org.huiyin.retention.Doubt;
import org.huiyin.retention.TimeWitness;
import org.huiyin.telephony.TelephonyState;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clocks of those whom the service talks with. */
@Configuration(proxyBeanMethods = false)
class OtherClocks {
  @Bean
  TimeWitness databaseClock(JdbcClient jdbc) {
    return witness(Doubt.DATABASE_DIFFERS, () -> Optional
        .of(jdbc.sql("select current_timestamp as now").query((row, _) -> row.getObject("now", OffsetDateTime.class)).single()
            .toInstant()));
  }

  /** The heartbeat is the time of Asterisk's own answer, seconds ago at most while both ways to it stand. */
  @Bean
  TimeWitness asteriskClock(ObjectProvider<TelephonyState.Source> telephony) {
    return witness(Doubt.ASTERISK_DIFFERS,
        () -> telephony.stream().map(TelephonyState.Source::telephonyState)
            .filter(state -> state.managerConnected() && state.agiListening())
            .map(TelephonyState::lastHeartbeat).flatMap(java.util.stream.Stream::ofNullable).findFirst());
  }

  private static TimeWitness witness(Doubt doubt, Supplier<Optional<Instant>> clock) {
    return new TimeWitness() {
      @Override
      public Doubt doubt() {
        return doubt;
      }

      @Override
      public Optional<Instant> now() {
        return clock.get();
      }
    };
  }
}
