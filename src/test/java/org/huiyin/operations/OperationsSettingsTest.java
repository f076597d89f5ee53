package org.huiyin.operations;

import java.time.Duration;
import java.time.LocalTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class OperationsSettingsTest {
  private final ApplicationContextRunner service = new ApplicationContextRunner().withUserConfiguration(OnlySettings.class);

  @EnableConfigurationProperties(OperationsSettings.class)
  static class OnlySettings {
  }

  @Test
  void by_default_as_many_lines_as_the_dialplan_takes_and_an_account_in_the_first_hours() {
    service.run(context -> assertThat(context.getBean(OperationsSettings.class))
        .isEqualTo(new OperationsSettings(300, LocalTime.of(1, 0), Duration.ofMinutes(10))));
  }

  @ParameterizedTest
  @CsvSource({"channels, 0, at least 1", "statement-at, 13:00, before noon", "statement-lease, 5s, at least a minute"})
  void what_makes_no_sense_is_refused_by_its_name(String setting, String value, String message) {
    service.withPropertyValues("huiyin.operations." + setting + "=" + value).run(context -> assertThat(context).getFailure().rootCause()
        .hasMessageContaining("huiyin.operations." + setting).hasMessageContaining(message));
  }
}
