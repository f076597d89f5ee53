package org.huiyin.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeySettingsTest {
  @Test
  void the_keys_turn_over_every_thirty_days_unless_told_otherwise() {
    var settings = new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("huiyin.recording.keys", KeySettings.class);
    assertThat(settings).isEqualTo(new KeySettings(Duration.ofDays(30), 100));
    assertThat(settings.retireAt(Instant.EPOCH)).isEqualTo(Instant.EPOCH.plus(Duration.ofDays(30)));
  }

  @Test
  void outside_a_week_and_three_months_it_does_not_start() {
    assertThat(new KeySettings(Duration.ofDays(7), 1).batch()).isEqualTo(1);
    assertThat(new KeySettings(Duration.ofDays(92), 1000).turnOver()).isEqualTo(Duration.ofDays(92));
    for (var wrong : new Duration[]{Duration.ofDays(7).minusMillis(1), Duration.ofDays(92).plusMillis(1), Duration.ZERO}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new KeySettings(wrong, 100)).withMessageContaining("7d to 92d");
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new KeySettings(Duration.ofDays(30), 0)).withMessageContaining("batch");
    assertThatIllegalArgumentException().isThrownBy(() -> new KeySettings(Duration.ofDays(30), 1001)).withMessageContaining("batch");
  }
}
