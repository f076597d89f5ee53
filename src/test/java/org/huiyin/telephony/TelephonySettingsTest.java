package org.huiyin.telephony;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TelephonySettingsTest {
  private static TelephonySettings bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("huiyin.telephony", TelephonySettings.class);
  }

  @Test
  void the_defaults_are_these() {
    assertThat(bound(Map.of())).isEqualTo(new TelephonySettings(true, 4573, 5038, "CN", 2500, 4096));
  }

  @Test
  void every_setting_can_be_set() {
    assertThat(bound(Map.of("huiyin.telephony.enabled", "false", "huiyin.telephony.agi-port", "0", "huiyin.telephony.ami-port", "1",
        "huiyin.telephony.region", "HK", "huiyin.telephony.max-sessions", "3", "huiyin.telephony.max-waiting", "4")))
        .isEqualTo(new TelephonySettings(false, 0, 1, "HK", 3, 4));
  }

  @ParameterizedTest
  @CsvSource({"agi-port,-1", "agi-port,65536", "ami-port,0", "ami-port,65536", "region,cn", "max-sessions,0", "max-waiting,0"})
  void nonsense_is_refused_with_the_name_of_the_setting(String name, String value) {
    assertThatThrownBy(() -> bound(Map.of("huiyin.telephony." + name, value))).isInstanceOf(BindException.class).rootCause()
        .hasMessageContaining("huiyin.telephony." + name);
  }
}
