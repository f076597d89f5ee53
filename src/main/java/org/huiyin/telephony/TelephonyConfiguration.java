package org.huiyin.telephony;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.huiyin.call.CallLedger;
import org.huiyin.call.Spool;
import org.huiyin.foundation.HuiyinHome;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TelephonyConfiguration {
  @Bean
  @ConditionalOnProperty(name = "huiyin.telephony.enabled", matchIfMissing = true)
  Telephony telephony(TelephonySettings settings, HuiyinHome home, Clock clock, MeterRegistry registry, ObjectProvider<CallScript> script,
      ObjectProvider<StudioScript> studio, ObjectProvider<CallLedger> ledger, ObjectProvider<Spool> spool) {
    return new Telephony(settings, home, clock, registry,
        new AgiServer.Scripts(script::getIfAvailable, studio::getIfAvailable), ledger, spool);
  }

  @Bean
  @ConditionalOnProperty(name = "huiyin.telephony.enabled", havingValue = "false")
  NoTelephony noTelephony() {
    return new NoTelephony();
  }
}
