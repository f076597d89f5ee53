package org.huiyin.recording;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RecordingSettingsTest {
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final DataSize PACE = DataSize.ofMegabytes(1);

  @Test
  void settings_have_the_defaults_that_were_decided() {
    var bound = new Binder(new MapConfigurationPropertySource(Map.of())).bindOrCreate("huiyin.recording", RecordingSettings.class);
    assertThat(bound).isEqualTo(new RecordingSettings(1, FIVE, Duration.ofMinutes(10), FIVE, PACE));
  }

  @Test
  void a_senseless_setting_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(0, FIVE, FIVE, FIVE, PACE));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(1, FIVE, Duration.ofSeconds(1), FIVE, PACE));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(1, FIVE, FIVE, Duration.ofSeconds(-1), PACE));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(1, FIVE, FIVE, FIVE, DataSize.ofBytes(0)));
  }

  @Test
  void the_limits_themselves_are_allowed() {
    var widest = new RecordingSettings(16, FIVE, FIVE, Duration.ZERO, DataSize.ofBytes(1024));
    assertThat(widest.sealers()).isEqualTo(16);
    assertThat(widest.retryAfter(9)).isEqualTo(FIVE);
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(17, FIVE, FIVE, FIVE, PACE));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(1, Duration.ZERO, FIVE, FIVE, PACE));
    assertThatIllegalArgumentException().isThrownBy(() -> new RecordingSettings(1, FIVE, FIVE, FIVE, DataSize.ofBytes(1023)));
  }

  @Test
  void tries_come_later_and_later_up_to_a_limit() {
    var settings = new RecordingSettings(1, FIVE, Duration.ofMinutes(10), FIVE, PACE);
    assertThat(settings.retryAfter(0)).isEqualTo(FIVE);
    assertThat(settings.retryAfter(3)).isEqualTo(Duration.ofSeconds(40));
    assertThat(settings.retryAfter(7)).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.retryAfter(100_000)).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void every_transition_that_is_not_in_the_table_is_refused_with_both_names() {
    assertThat(RecordingState.SPOOLED.mayBecome(RecordingState.STORED)).isTrue();
    for (var from : RecordingState.values()) {
      assertThat(from.mayBecome(from)).isFalse();
      assertThat(from.mayBecome(RecordingState.SPOOLED)).isFalse();
    }
    assertThat(RecordingState.SPOOLED.mayBecome(RecordingState.EMPTY)).isTrue();
    for (var alive : List.of(RecordingState.SPOOLED, RecordingState.STORED, RecordingState.EMPTY)) {
      alive.requireMayBecome(RecordingState.DESTROYING);
    }
    RecordingState.DESTROYING.requireMayBecome(RecordingState.DESTROYED);
    assertThat(RecordingState.STORED.mayBecome(RecordingState.EMPTY)).isFalse();
    assertThat(RecordingState.STORED.mayBecome(RecordingState.DESTROYED)).as("never without its key going first").isFalse();
    assertThatIllegalStateException().isThrownBy(() -> RecordingState.DESTROYED.requireMayBecome(RecordingState.STORED))
        .withMessageContaining("DESTROYED").withMessageContaining("STORED");
  }
}
