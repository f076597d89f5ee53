package org.huiyin.retention;

import java.time.Duration;
import java.time.Period;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class RetentionSettingsTest {
  private final ApplicationContextRunner service = new ApplicationContextRunner()
      .withInitializer(new ConfigDataApplicationContextInitializer())
      .withUserConfiguration(OnlySettings.class);

  @EnableConfigurationProperties(RetentionSettings.class)
  static class OnlySettings {
  }

  @Test
  void by_default_a_year_and_two_for_urgent_calls_and_complaints() {
    service.run(context -> assertThat(context.getBean(RetentionSettings.class)).isEqualTo(new RetentionSettings(Period.ofYears(1),
        Period.ofYears(2), Period.ofYears(2), "0 30 3 * * ?", 1000, Duration.ofSeconds(20), 20_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"P1Y", "P2Y", "P12M", "P24M", "P18M", "P1Y6M", "1y"})
  void anything_from_one_year_to_two_is_a_period(String period) {
    service.withPropertyValues("huiyin.retention.standard=" + period).run(context -> assertThat(context).hasNotFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"P11M", "P25M", "P0D", "P365D", "P1Y1D", "P3Y", "-P1Y", "P2Y1M", "1", "P1Y11M40D", "P1Y-1D"})
  void outside_of_one_to_two_years_the_service_does_not_start_and_says_what_to_write(String period) {
    for (var setting : new String[]{"standard", "urgent", "complaint"}) {
      service.withPropertyValues("huiyin.retention." + setting + "=" + period)
          .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("huiyin.retention." + setting)
              .hasMessageContaining("one to two calendar years").hasMessageContaining("P1Y"));
    }
  }

  @ParameterizedTest
  @CsvSource({"purge-cron, whenever, cron", "batch, 0, 1 to 1000", "batch, 1001, 1 to 1000", "lease, 5s, 10s to 10m",
      "cap, 0, at least 1"})
  void every_other_setting_is_checked_too(String setting, String value, String message) {
    service.withPropertyValues("huiyin.retention." + setting + "=" + value)
        .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
  }

  @Test
  void a_missing_setting_is_not_guessed() {
    new ApplicationContextRunner().withUserConfiguration(OnlySettings.class).run(context -> assertThat(context).hasFailed());
  }
}
