package org.huiyin.launcher;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthTest {
  private static final String REPORT = """
      {"status":"DOWN","components":{
        "asterisk":{"status":"DOWN","details":{"what":"Asterisk's manager interface cannot be reached","remedy":"./huiyin up"}},
        "disk":{"status":"UP","details":{"what":"77896 MB free"}},
        "ssl":{"status":"OUT_OF_SERVICE"},"livenessState":{"status":"UP"}}}""";

  @Test
  void a_report_is_read_part_by_part() {
    assertThat(Health.read(REPORT)).hasValueSatisfying(health -> {
      assertThat(health.status()).isEqualTo("DOWN");
      assertThat(health.parts()).containsExactly(
          new Health.Part("asterisk", "DOWN", "Asterisk's manager interface cannot be reached", "./huiyin up"),
          new Health.Part("disk", "UP", "77896 MB free", ""), new Health.Part("ssl", "OUT_OF_SERVICE", "", ""));
    });
  }

  @Test
  void only_what_is_wrong_is_complained_of() {
    assertThat(Health.read(REPORT).orElseThrow().complaints())
        .isEqualTo("Asterisk's manager interface cannot be reached; ssl is OUT_OF_SERVICE");
  }

  @Test
  void what_is_no_report_is_none() {
    assertThat(Health.read("<html>bad gateway</html>")).isEmpty();
    assertThat(Health.read("{}")).isEmpty();
    assertThat(Health.read("[]")).isEmpty();
  }
}
