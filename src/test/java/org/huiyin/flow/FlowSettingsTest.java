package org.huiyin.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.huiyin.flow.FlowSettings.MissingPrompts;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FlowSettingsTest {
  @Test
  void a_caller_waits_a_moment_for_the_language_a_second_for_the_number_and_missing_prompts_stop_the_start() {
    assertThat(bound(Map.of())).isEqualTo(new FlowSettings(Duration.ofMillis(400), Duration.ofSeconds(1), MissingPrompts.REFUSE, "*75"));
  }

  @Test
  void other_values_are_taken() {
    assertThat(
        bound(Map.of("huiyin.flow.language-wait", "200ms", "huiyin.flow.number-wait", "300ms", "huiyin.flow.missing-prompts", "warn",
            "huiyin.flow.studio-number", "8675")))
        .isEqualTo(new FlowSettings(Duration.ofMillis(200), Duration.ofMillis(300), MissingPrompts.WARN, "8675"));
  }

  @Test
  void no_caller_waits_for_ever_and_none_for_less_than_nothing() {
    for (String wait : List.of("huiyin.flow.language-wait", "huiyin.flow.number-wait")) {
      for (String wrong : List.of("0s", "-1s", "6s")) {
        assertThatThrownBy(() -> bound(Map.of(wait, wrong))).isInstanceOf(BindException.class)
            .hasRootCauseMessage(wait + " is more than nothing and at most 5 s");
      }
    }
  }

  @Test
  void the_number_to_record_prompts_by_is_one_that_a_telephone_can_dial() {
    for (String wrong : List.of("*", "7", "*75#", "+8675", "1234567890123456", "_X.")) {
      assertThatThrownBy(() -> bound(Map.of("huiyin.flow.studio-number", wrong))).isInstanceOf(BindException.class)
          .hasRootCauseMessage("huiyin.flow.studio-number is 2 to 15 digits, with a star before them or none");
    }
  }

  private static FlowSettings bound(Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("huiyin.flow", FlowSettings.class);
  }
}
