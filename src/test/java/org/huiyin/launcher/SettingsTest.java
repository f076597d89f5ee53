package org.huiyin.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
  private static final Path PROJECT = Path.of("/srv/huiyin");

  @Test
  void nothing_set_means_the_documented_defaults() {
    Settings settings = Settings.from(Map.of("HUIYIN_CACHE", "/c"), PROJECT);
    assertThat(settings).isEqualTo(new Settings(new Home(Path.of("/srv/huiyin/var")), Path.of("/c"), 8080, 5060, 5038, 4573, 8088,
        new Settings.Ports(10000, 10999), "127.0.0.1", "127.0.0.1", Optional.empty(), List.of(), Optional.empty(), Optional.empty(),
        "main", "*75"));
  }

  @Test
  void everything_set_is_read_and_handed_on_unchanged() {
    Map<String, String> all = Map.ofEntries(Map.entry("HUIYIN_HOME", "/h"), Map.entry("HUIYIN_CACHE", "/c"),
        Map.entry("HUIYIN_HTTP_PORT", "1"),
        Map.entry("HUIYIN_SIP_PORT", "2"), Map.entry("HUIYIN_AMI_PORT", "3"), Map.entry("HUIYIN_AGI_PORT", "4"),
        Map.entry("HUIYIN_WS_PORT", "5"),
        Map.entry("HUIYIN_RTP_PORTS", "20000-20099"), Map.entry("HUIYIN_HTTP_BIND", "0.0.0.0"), Map.entry("HUIYIN_SIP_BIND", "10.1.2.3"),
        Map.entry("HUIYIN_SIP_EXTERNAL", "198.51.100.9"), Map.entry("HUIYIN_LOCAL_NETS", "10.0.0.0/8,192.168.0.0/16"),
        Map.entry("HUIYIN_TRUNK", "/etc/hostname"), Map.entry("HUIYIN_DB_URL", "jdbc:postgresql:x"), Map.entry("HUIYIN_NODE", "a-1"),
        Map.entry("HUIYIN_STUDIO_NUMBER", "8675"));
    assertThat(Settings.from(all, PROJECT).environment()).isEqualTo(all);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      HUIYIN_HTTP_PORT    | 0
      HUIYIN_HTTP_PORT    | 65536
      HUIYIN_HTTP_PORT    | http
      HUIYIN_SIP_PORT     | 5060.5
      HUIYIN_SIP_PORT     | 8080
      HUIYIN_SIP_PORT     | 10500
      HUIYIN_RTP_PORTS    | 10000
      HUIYIN_RTP_PORTS    | 10999-10000
      HUIYIN_RTP_PORTS    | 10000-10003
      HUIYIN_RTP_PORTS    | 10-99
      HUIYIN_HTTP_BIND    | everywhere
      HUIYIN_SIP_BIND     | 300.1.1.1
      HUIYIN_SIP_EXTERNAL | a b
      HUIYIN_LOCAL_NETS   | 10.0.0.0
      HUIYIN_LOCAL_NETS   | 10.0.0.0/33
      HUIYIN_TRUNK        | /no/such/file
      HUIYIN_NODE         | Main Street
      HUIYIN_STUDIO_NUMBER | *
      HUIYIN_STUDIO_NUMBER | 7
      HUIYIN_STUDIO_NUMBER | *75#
      HUIYIN_STUDIO_NUMBER | _X.,1,System(id)
      HUIYIN_STUDIO_NUMBER | +8675
      HUIYIN_STUDIO_NUMBER | 1234567890123456
      """)
  void an_illegal_value_is_refused_by_the_name_of_its_setting(String name, String value) {
    assertThatThrownBy(() -> Settings.from(Map.of(name, value), PROJECT)).isInstanceOf(Problem.class).hasMessageContaining(name)
        .hasMessageContaining(value);
  }

  @Test
  void a_home_that_asterisk_could_not_work_in_is_refused() {
    assertThatThrownBy(() -> new Home(Path.of("/" + "x".repeat(100)))).isInstanceOf(Problem.class).hasMessageContaining("HUIYIN_HOME");
    assertThatThrownBy(() -> new Home(Path.of("/srv/my hotline"))).isInstanceOf(Problem.class).hasMessageContaining("HUIYIN_HOME");
  }
}
