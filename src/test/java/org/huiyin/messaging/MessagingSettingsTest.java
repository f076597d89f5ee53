package org.huiyin.messaging;

import java.time.Duration;
import java.util.Map;

import org.huiyin.messaging.MessagingSettings.Loopback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessagingSettingsTest {
  private static MessagingSettings bound(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("huiyin.messaging", MessagingSettings.class);
  }

  @Test
  void the_defaults_are_these() {
    assertThat(bound(Map.of())).isEqualTo(new MessagingSettings(Loopback.REFUSE, Duration.ofSeconds(10)));
  }

  @Test
  void every_setting_can_be_set() {
    assertThat(bound(Map.of("huiyin.messaging.loopback", "allow", "huiyin.messaging.patience", "3s")))
        .isEqualTo(new MessagingSettings(Loopback.ALLOW, Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @CsvSource({"patience,0s", "patience,31s"})
  void nonsense_is_refused_with_the_name_of_the_setting(String name, String value) {
    assertThatThrownBy(() -> bound(Map.of("huiyin.messaging." + name, value))).isInstanceOf(BindException.class).rootCause()
        .hasMessageContaining("huiyin.messaging." + name);
  }
}
